/** A file of a data set, and what becomes of it. */
export interface RecipeFile {
  readonly url: string;
  readonly bytes: number;
  readonly sha256: string;
  /** How it is packed: one file, or an archive. */
  readonly packed: 'gz' | 'tar.gz';
  /** The folder in the archive that is taken. All of it by default. */
  readonly inside?: string;
}

/** Where a public data set is found, and what it is. */
export interface Recipe {
  readonly about: string;
  readonly licence: string;
  readonly home: string;
  /** The folder that it unpacks to. */
  readonly into: string;
  readonly files: readonly RecipeFile[];
}

const mnist = (name: string, bytes: number, sha256: string): RecipeFile => ({
  url: `https://storage.googleapis.com/cvdf-datasets/mnist/${name}-ubyte.gz`,
  bytes,
  sha256,
  packed: 'gz',
});

/**
 * Public data sets by name. Sizes and checksums are those that TensorFlow Datasets publishes for the same
 * addresses.
 *
 * @see https://github.com/tensorflow/datasets, url_checksums/mnist.txt, url_checksums/speech_commands.txt
 *   and datasets/spoken_digit/checksums.tsv
 */
export const recipes: Readonly<Record<string, Recipe>> = {
  mnist: {
    about: 'MNIST: 70,000 written digits, 28 x 28',
    licence: 'CC BY-SA 3.0',
    home: 'http://yann.lecun.com/exdb/mnist/',
    into: 'written',
    files: [
      mnist(
        'train-images-idx3',
        9_912_422,
        '440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609',
      ),
      mnist(
        'train-labels-idx1',
        28_881,
        '3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c',
      ),
      mnist(
        't10k-images-idx3',
        1_648_877,
        '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6',
      ),
      mnist(
        't10k-labels-idx1',
        4_542,
        'f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6',
      ),
    ],
  },
  'spoken-digits': {
    about: 'Free Spoken Digit Dataset 1.0.9: 2,500 spoken digits, 5 voices, 8 kHz',
    licence: 'CC BY-SA 4.0',
    home: 'https://github.com/Jakobovski/free-spoken-digit-dataset',
    into: 'spoken',
    files: [
      {
        // Packed by GitHub when it is asked for: should it ever pack otherwise, the checksum will not agree.
        url: 'https://github.com/Jakobovski/free-spoken-digit-dataset/archive/v1.0.9.tar.gz',
        bytes: 11_975_353,
        sha256: '8bc44cde129d505cbbb6b365c09f80c663f2aa77578afc634e6141a2f87100c0',
        packed: 'tar.gz',
        inside: 'free-spoken-digit-dataset-1.0.9/recordings',
      },
    ],
  },
  'speech-commands': {
    about: 'Speech Commands 0.02: 105,829 spoken words of 35, 16 kHz, one second each',
    licence: 'CC BY 4.0',
    home: 'https://arxiv.org/abs/1804.03209',
    into: 'speech-commands',
    files: [
      {
        url: 'http://download.tensorflow.org/data/speech_commands_v0.02.tar.gz',
        bytes: 2_428_923_189,
        sha256: 'af14739ee7dc311471de98f5f9d2c9191b18aedfe957f4a6ff791c709868ff58',
        packed: 'tar.gz',
      },
    ],
  },
};
