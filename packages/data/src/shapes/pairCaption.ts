import type { PairFactors, Word } from './factors.ts';

export const languages = ['en', 'de', 'es'] as const;
export type Language = (typeof languages)[number];

/** 'a left of b', 'left of b is a', or 'a with b to its right'. */
export const wordings = [0, 1, 2] as const;
export type Wording = (typeof wordings)[number];

interface Thing {
  readonly shape: Word<'shape'>;
  readonly size: Word<'size'>;
  readonly colour: Word<'colour'>;
}

interface Grammar {
  /** 'a small red heart'; `governed` when it stands after the words of a relation. */
  name(thing: Thing, governed: boolean): string;
  /** The words of a relation, and those of its reverse seen from the first thing. */
  readonly relations: Record<Word<'relation'>, readonly [string, string]>;
  /** The three wordings of one relation. */
  say(a: string, b: string, bGoverned: string, to: string, back: string): readonly string[];
}

/**
 * What a picture of two shapes is said to show. Three ways to say it, which differ in the order of the
 * shapes, in each of three languages.
 */
export function pairCaption(factors: PairFactors, language: Language, wording: Wording): string {
  const { name, relations, say } = grammars[language];
  const { otherShape: shape, otherSize: size, otherColour: colour } = factors;
  const other = { shape, size, colour };
  const [to, back] = relations[factors.relation];
  return say(name(factors, false), name(other, false), name(other, true), to, back)[wording];
}

const german = {
  shape: { square: 'Quadrat', ellipse: 'Ellipse', heart: 'Herz' },
  size: { small: 'klein', big: 'groß' },
  colour: { red: 'rot', green: 'grün', yellow: 'gelb', blue: 'blau', pink: 'rosa' },
} as const;

const spanish = {
  shape: { square: 'cuadrado', ellipse: 'elipse', heart: 'corazón' },
  size: { small: ['pequeño', 'pequeña'], big: ['grande', 'grande'] },
  colour: {
    red: ['rojo', 'roja'],
    green: ['verde', 'verde'],
    yellow: ['amarillo', 'amarilla'],
    blue: ['azul', 'azul'],
    pink: ['rosa', 'rosa'],
  },
} as const;

const grammars: Record<Language, Grammar> = {
  en: {
    name: ({ shape, size, colour }) => `a ${size} ${colour} ${shape}`,
    relations: {
      'left of': ['left of', 'to its right'],
      'right of': ['right of', 'to its left'],
      above: ['above', 'below it'],
      below: ['below', 'above it'],
    },
    say: (a, b, bGoverned, to, back) => [
      `${a} ${to} ${bGoverned}`,
      `${to} ${bGoverned} is ${a}`,
      `${a} with ${b} ${back}`,
    ],
  },
  de: {
    name({ shape, size, colour }, governed) {
      const feminine = shape === 'ellipse';
      const article = governed ? (feminine ? 'einer' : 'einem') : feminine ? 'eine' : 'ein';
      const ending = governed ? 'en' : feminine ? 'e' : 'es';
      const tint = german.colour[colour];
      const tinted = colour === 'pink' ? tint : tint + ending;
      return `${article} ${german.size[size]}${ending} ${tinted} ${german.shape[shape]}`;
    },
    relations: {
      'left of': ['links von', 'rechts davon'],
      'right of': ['rechts von', 'links davon'],
      above: ['über', 'darunter'],
      below: ['unter', 'darüber'],
    },
    say: (a, b, bGoverned, to, back) => [
      `${a} ${to} ${bGoverned}`,
      `${to} ${bGoverned} ist ${a}`,
      `${a}, ${back} ${b}`,
    ],
  },
  es: {
    name({ shape, size, colour }) {
      const gender = shape === 'ellipse' ? 1 : 0;
      const [noun, tint] = [spanish.shape[shape], spanish.colour[colour][gender]];
      return `${['un', 'una'][gender]} ${noun} ${tint} ${spanish.size[size][gender]}`;
    },
    relations: {
      'left of': ['a la izquierda de', 'a su derecha'],
      'right of': ['a la derecha de', 'a su izquierda'],
      above: ['encima de', 'debajo'],
      below: ['debajo de', 'encima'],
    },
    say: (a, b, bGoverned, to, back) => [
      `${a} ${to} ${bGoverned}`,
      `${to} ${bGoverned} hay ${a}`,
      `${a} con ${b} ${back}`,
    ],
  },
};
