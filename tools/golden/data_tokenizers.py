"""Golden values for packages/data: tokenizers.

Needs tokenizers 0.23.2 and sentencepiece 0.2.2 with protobuf 6. Run from the repository root:
    python tools/golden/data_tokenizers.py

The texts are made here from a few words of many languages; the tokenizers are trained on them. `bpe.json` has
one trained as `fitBpe` does it; `huggingFace.json` has whole files, `tokenizer.json`, and what they encode to. Hugging Face's trainers number some tokens in the
order of a hash map, so those files come out differently each time.
"""

import io
import json
import random
import tempfile
from pathlib import Path

import tokenizers
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

SEED = 7
OUT = Path('packages/data/test/golden')
PROVENANCE = f'tools/golden/data_tokenizers.py, tokenizers {tokenizers.__version__}, seed {SEED}'
WORDS = (
    'a the red green apple apples heart big small left of above don\'t it\'s we\'ll 12 2024 7 3.5 '
    'ein süßer Apfel großes Herz Äpfel cafe\u0301 l’été naïve pomme rouge grand cœur '
    'красное яблоко большое сердце سيب أحمر قلب كبير תפוח אדום लाल सेब बड़ा दिल แอปเปิ้ล สีแดง '
    '赤いリンゴ 大きい心臓 红色的苹果 大心 빨간 사과 큰 심장 🍎 ❤️ 👩‍🔬 👍🏽 🇩🇪 '
    'a\u0323\u0307 \u1ecbnstitu\u0301t ΣΊΣΥΦΟΣ İstanbul ﬁne Ⅷ ½ 𝕏 𠮷野 x̌'
).split(' ')
ODD = [
    '', ' ', '  ', '\n', ' a', 'a ', ' a  b\tc\n\n d', 'apple', 'Apple APPLE', 'redapple', "don't DON'T I'll", 'cafe\u0301 café',
    '🍎🍎❤️👩‍🔬👍🏽🇩🇪', '赤いリンゴ。红苹果!', 'سيب أحمر، قلب', 'सेब का दिल', 'x' * 300, 'apple' * 21, '大' * 30, '...!?--, "a"',
    'a\u200bb\u00adc', 'tab\there', '\u3000wide\u2003space', 'ΟΔΥΣΣΕΥΣ ΣΑΣ', '1234567 3.14 ½ Ⅷ ٣', 'e\u0301\u0323\u0323', '𠮷野家 𝕏 ﬁ',
    'a<mask>b <mask>  c', '<s>a</s>', '[MASK] [CLS]a', '<|endoftext|> the', 'the heart <new> thing<new>s', 'Ġ â Ą', '▁a ▁ b', '\u0000a\u0007b', 'pen\u00a0nib', 'xnewx new News new',
]
GPT2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
CLIP = r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"
OURS = r" ?\p{L}(?:[\p{L}\p{M}]|['’](?=\p{L})){0,255}| ?\p{N}{1,256}| ?[^\s\p{L}\p{N}]{1,256}|\s{1,256}(?!\S)|\s{1,256}"

rng = random.Random(SEED)


def sentence():
    words = [WORDS[int(len(WORDS) * rng.random() ** 2)] for _ in range(rng.randint(0, 9))]
    return rng.choice([' ', ' ', ' ', ', ', '  ', '']).join(words) + rng.choice(['', '', '.', '!', ' ?', '\n'])


TRAIN = [sentence() for _ in range(300)]
TEXTS = ODD + [sentence() for _ in range(12)]


def write(name, content):
    text = json.dumps({'provenance': PROVENANCE, **content}, ensure_ascii=False, separators=(',', ':'))
    (OUT / f'{name}.json').write_text(text + '\n', encoding='utf-8')


def bpe(size, specials, **options):
    return trainers.BpeTrainer(vocab_size=size, special_tokens=specials, show_progress=False, **options)


def byte_level(size, specials, **options):
    return bpe(size, specials, initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()), **options)


def ours():
    """What `fitBpe` and its tokenizer must do. `<s>` is text to them, hence left out."""
    t = Tokenizer(models.BPE())
    t.normalizer = normalizers.NFC()
    t.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(OURS), 'isolated'), pre_tokenizers.ByteLevel(False, use_regex=False)])
    t.train_from_iterator(TRAIN, byte_level(700, ['<pad>', '<unk>', '<s>', '</s>'], min_frequency=2))
    file = json.loads(t.to_str())
    ids = file['model']['vocab']
    return {
        'size': 700, 'train': TRAIN, 'vocabularySize': t.get_vocab_size(),
        'merges': [[ids[a], ids[b]] for a, b in file['model']['merges']],
        'cases': [{'text': text, 'ids': t.encode(text).ids} for text in TEXTS if '<s>' not in text],
    }


def gpt2():
    t = Tokenizer(models.BPE())
    t.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    t.decoder = decoders.ByteLevel()
    t.post_processor = processors.ByteLevel(trim_offsets=False)
    t.train_from_iterator(TRAIN, byte_level(400, ['<|endoftext|>']))
    t.add_tokens([AddedToken('<new>', single_word=True)])
    return t


def roberta():
    t = Tokenizer(models.BPE())
    t.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    t.decoder = decoders.ByteLevel()
    t.train_from_iterator(TRAIN, byte_level(400, ['<s>', '<pad>', '</s>', '<unk>']))
    t.add_special_tokens([AddedToken('<mask>', lstrip=True)])
    t.post_processor = processors.RobertaProcessing(('</s>', 2), ('<s>', 0), trim_offsets=True, add_prefix_space=True)
    return t


def clip():
    t = Tokenizer(models.BPE(unk_token='<|endoftext|>', end_of_word_suffix='</w>', continuing_subword_prefix=''))
    t.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Replace(Regex(r'\s+'), ' '), normalizers.Lowercase()])
    t.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(CLIP), 'removed', invert=True), pre_tokenizers.ByteLevel(False)])
    t.decoder = decoders.ByteLevel()
    t.train_from_iterator(TRAIN, byte_level(800, ['<|startoftext|>', '<|endoftext|>'], end_of_word_suffix='</w>'))
    t.post_processor = processors.RobertaProcessing(('<|endoftext|>', 1), ('<|startoftext|>', 0), False, False)
    return t


def wordpiece(normalizer, pre_tokenizer, size=300):
    specials = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]']
    t = Tokenizer(models.WordPiece(unk_token='[UNK]', max_input_chars_per_word=100))
    t.normalizer = normalizer
    t.pre_tokenizer = pre_tokenizer
    t.decoder = decoders.WordPiece()
    t.train_from_iterator(TRAIN, trainers.WordPieceTrainer(
        vocab_size=size, special_tokens=specials, show_progress=False, limit_alphabet=100))
    t.post_processor = processors.TemplateProcessing(
        single='[CLS] $A [SEP]', pair='[CLS] $A [SEP] $B:1 [SEP]:1', special_tokens=[('[CLS]', 2), ('[SEP]', 3)])
    return t


def llama():
    t = Tokenizer(models.BPE(unk_token='<unk>', byte_fallback=True, fuse_unk=True))
    t.normalizer = normalizers.Sequence([normalizers.Prepend('▁'), normalizers.Replace(' ', '▁')])
    t.decoder = decoders.Sequence([
        decoders.Replace('▁', ' '), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(' ', 1, 0)])
    specials = ['<unk>', '<s>', '</s>'] + [f'<0x{byte:02X}>' for byte in range(256)]
    t.train_from_iterator(TRAIN, bpe(420, specials, limit_alphabet=60))
    file = json.loads(t.to_str())
    file['added_tokens'] = file['added_tokens'][:3]
    t = Tokenizer.from_str(json.dumps(file))
    t.post_processor = processors.TemplateProcessing(
        single='<s> $A', pair='<s> $A <s> $B', special_tokens=[('<s>', 1)])
    return t


def plain_bpe():
    """Unknown characters that are not fused, a prefix inside words."""
    t = Tokenizer(models.BPE(unk_token='[UNK]', continuing_subword_prefix='##'))
    t.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Strip()])
    t.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Digits(individual_digits=True)])
    t.train_from_iterator(TRAIN, bpe(250, ['[UNK]'], limit_alphabet=50, continuing_subword_prefix='##'))
    t.add_tokens([AddedToken('new', single_word=True), AddedToken('red', rstrip=True, normalized=False)])
    return t


def charsmap():
    """The map of a normaliser with three rules, as SentencePiece compiles it."""
    import sentencepiece
    rules = [('ﬁ', 'fi'), ('Ⅷ', 'VIII'), ('　', ' '), ('e\u0301', 'é'), ('𝕏', 'X'), ('\u200b', '')]
    with tempfile.TemporaryDirectory() as folder:
        tsv = Path(folder) / 'rules.tsv'
        hexed = lambda text: ' '.join(f'{ord(c):X}' for c in text)
        tsv.write_text(''.join(f'{hexed(a)}\t{hexed(b)}\n' for a, b in rules))
        model = io.BytesIO()
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(TRAIN), model_writer=model, vocab_size=300, hard_vocab_limit=False,
            normalization_rule_tsv=str(tsv), minloglevel=2)
    from sentencepiece import sentencepiece_model_pb2 as pb
    proto = pb.ModelProto()
    proto.ParseFromString(model.getvalue())
    return proto.normalizer_spec.precompiled_charsmap


def unigram():
    t = Tokenizer(models.Unigram())
    steps = [normalizers.Precompiled(charsmap()), normalizers.Replace(Regex(' {2,}'), ' ')]
    t.normalizer = normalizers.Sequence(steps)
    t.pre_tokenizer = pre_tokenizers.Metaspace()
    t.decoder = decoders.Metaspace()
    specials = ['<pad>', '</s>', '<unk>']
    t.train_from_iterator(TRAIN, trainers.UnigramTrainer(
        vocab_size=250, special_tokens=specials, unk_token='<unk>', show_progress=False, shrinking_factor=0.5))
    t.post_processor = processors.TemplateProcessing(
        single='$A </s>', pair='$A </s> $B </s>', special_tokens=[('</s>', 1)])
    return t


def case(t):
    file = json.loads(t.to_str())
    cases = []
    for text in TEXTS:
        ids = t.encode(text).ids
        cases.append([text, ids, t.decode(ids)])
    return {'file': file, 'cases': cases}


def splits():
    """What each pre-tokenizer cuts a text into."""
    kinds = [pre_tokenizers.Whitespace(), pre_tokenizers.WhitespaceSplit(), pre_tokenizers.BertPreTokenizer(),
             pre_tokenizers.Punctuation(), pre_tokenizers.Punctuation('contiguous'), pre_tokenizers.Digits(),
             pre_tokenizers.Digits(True), pre_tokenizers.ByteLevel(True), pre_tokenizers.ByteLevel(False, use_regex=False),
             pre_tokenizers.Split('a', 'isolated'), pre_tokenizers.Split(Regex(GPT2), 'isolated'),
             pre_tokenizers.Split(Regex(r'\w+|[^\w\s]+'), 'removed', invert=True),
             pre_tokenizers.Split(Regex(r'(?i:APP|don)|\d{1,3}|[\s\-]'), 'isolated')]
    kinds += [pre_tokenizers.Split(Regex('[ae]+'), behaviour, invert=invert) for invert in (False, True)
              for behaviour in ('removed', 'isolated', 'merged_with_previous', 'merged_with_next', 'contiguous')]
    kinds += [pre_tokenizers.Metaspace(prepend_scheme=scheme, split=cut) for scheme in ('always', 'first', 'never') for cut in (True, False)]
    for kind in kinds:
        t = Tokenizer(models.BPE())
        t.pre_tokenizer = kind
        yield {
            'part': json.loads(t.to_str())['pre_tokenizer'],
            'cases': [[text, [piece for piece, _ in kind.pre_tokenize_str(text)]] for text in ODD[1:]],
        }


def normal():
    """What each normaliser makes of a text."""
    kinds = [normalizers.NFC(), normalizers.NFD(), normalizers.NFKC(), normalizers.NFKD(), normalizers.Lowercase(),
             normalizers.Strip(), normalizers.Strip(True, False), normalizers.Strip(False, True), normalizers.StripAccents(),
             normalizers.Sequence([normalizers.NFD(), normalizers.StripAccents()]), normalizers.Replace('a', 'bb'),
             normalizers.Replace(Regex(r'\s+'), ' '), normalizers.Prepend('▁'), normalizers.BertNormalizer(),
             normalizers.BertNormalizer(clean_text=False, lowercase=False),
             normalizers.BertNormalizer(handle_chinese_chars=False, strip_accents=False),
             normalizers.BertNormalizer(lowercase=False, strip_accents=True), normalizers.Precompiled(charsmap())]
    for kind in kinds:
        t = Tokenizer(models.BPE())
        t.normalizer = kind
        yield {
            'part': json.loads(t.to_str())['normalizer'],
            'cases': [[text, kind.normalize_str(text)] for text in ODD],
        }


files = {
    'GPT-2': gpt2(), 'RoBERTa': roberta(), 'CLIP': clip(),
    'BERT': wordpiece(normalizers.BertNormalizer(), pre_tokenizers.BertPreTokenizer()),
    'BERT, cased': wordpiece(normalizers.BertNormalizer(lowercase=False), pre_tokenizers.BertPreTokenizer()),
    'Llama 2': llama(), 'plain BPE': plain_bpe(), 'T5': unigram(),
}
write('bpe', ours())
write('huggingFace', {
    'files': {name: case(t) for name, t in files.items()}, 'splits': list(splits()), 'normal': list(normal()),
})
