"""What must be the same in a statement and its quotation: numbers, dates, names, markup."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Final

from corpus import LANGUAGES
from corpus.language import is_function_word

_DIGITS: Final = re.compile(r"\d+(?:[.,:]\d+)*")
_WORD: Final = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_NAME_PART: Final = re.compile(r"[^\W\d_]+")
_SENTENCE_START: Final = re.compile(r"(?:^|[.?!:;•]\s+|[“”\"‘'(\[]\s*|\n\s*|[-–—]\s+)$")
_MARKUP: Final = re.compile(
    r"</?[a-z!][^>]*>|!\[|\]\(|https?:|www\.|javascript:|data:\w+/|&#?\w+;", re.IGNORECASE
)

_COUNTS: Final = (
    ("nul", "zero"), ("een", "one"), ("twee", "two"), ("drie", "three"), ("vier", "four"),
    ("vijf", "five"), ("zes", "six"), ("zeven", "seven"), ("acht", "eight"), ("negen", "nine"),
    ("tien", "ten"), ("elf", "eleven"), ("twaalf", "twelve"), ("dertien", "thirteen"),
    ("veertien", "fourteen"), ("vijftien", "fifteen"), ("zestien", "sixteen"),
    ("zeventien", "seventeen"), ("achttien", "eighteen"), ("negentien", "nineteen"),
    ("twintig", "twenty"),
)  # fmt: skip
_TENS: Final = (
    ("dertig", "thirty"), ("veertig", "forty"), ("vijftig", "fifty"), ("zestig", "sixty"),
    ("zeventig", "seventy"), ("tachtig", "eighty"), ("negentig", "ninety"), ("honderd", "hundred"),
)  # fmt: skip
_ORDINALS: Final = (
    ("eerste", "first"), ("tweede", "second"), ("derde", "third"), ("vierde", "fourth"),
    ("vijfde", "fifth"), ("zesde", "sixth"), ("zevende", "seventh"), ("achtste", "eighth"),
    ("negende", "ninth"), ("tiende", "tenth"),
)  # fmt: skip
_OTHER_NUMBERS: Final = {
    "duizend": "1000", "thousand": "1000", "miljoen": "1000000", "million": "1000000",
    "miljard": "1000000000", "billion": "1000000000", "helft": "1/2", "half": "1/2",
    "halve": "1/2", "dubbel": "2x", "double": "2x", "twice": "2x",
}  # fmt: skip
_MONTHS: Final = (
    ("januari", "january"), ("februari", "february"), ("maart", "march"), ("april", "april"),
    ("mei", "may"), ("juni", "june"), ("juli", "july"), ("augustus", "august"),
    ("september", "september"), ("oktober", "october"), ("november", "november"),
    ("december", "december"),
)  # fmt: skip
# "een" is mostly an article, "one" a pronoun, "mei" and "may" a name and a verb.
_UNSURE: Final = frozenset(("een", "one", "may", "mei", "maart", "march", "acht", "elf"))


def _number_words() -> dict[str, str]:
    words = dict(_OTHER_NUMBERS)
    words |= {word: str(value) for value, pair in enumerate(_COUNTS) for word in pair}
    words |= {word: str(10 * value) for value, pair in enumerate(_TENS, start=3) for word in pair}
    for ones in range(1, 10):
        for tens, (dutch, english) in enumerate(_TENS[:-1], start=3):
            value = str(10 * tens + ones)
            words[f"{_COUNTS[ones][0]}en{dutch}"] = words[f"{english}-{_COUNTS[ones][1]}"] = value
        words[f"{_COUNTS[ones][0]}entwintig"] = words[f"twenty-{_COUNTS[ones][1]}"] = f"2{ones}"
    words |= {word: f"{value}e" for value, pair in enumerate(_ORDINALS, start=1) for word in pair}
    words |= {word: f"m{value}" for value, pair in enumerate(_MONTHS, start=1) for word in pair}
    return words


_NUMBER_WORDS: Final = _number_words()


def numbers(text: str, *, also_unsure: bool = False) -> frozenset[str]:
    """Return the numbers and months of a text, in digits or words, Dutch or English.

    Amounts come as ``3`` or ``3.5``, ordinals as ``3e``, months as ``m3``.

    :param also_unsure: with words that mostly mean something else, such as "een" and "may".
    """
    found = set()
    for match in _DIGITS.finditer(text):
        found.add(_amount(match[0]))
    for match in _WORD.finditer(text):
        word = match[0].lower().replace("ë", "e")
        if word in _NUMBER_WORDS and (also_unsure or word not in _UNSURE):
            found.add(_NUMBER_WORDS[word])
    return frozenset(found)


def number_words(text: str) -> tuple[str, ...]:
    """Return the words and digits of a text that are numbers or months."""
    return tuple(one for one in re.findall(r"[\w’'-]+", text) if numbers(one))


def names(text: str, known: Container[str] = ()) -> tuple[str, ...]:
    """Return the words of a text that are written as names, in order, in lower case.

    At the start of a sentence a capital tells nothing, so there only abbreviations count, and names
    that are known from elsewhere.

    :param known: names in lower case.
    """
    found = []
    for match in _WORD.finditer(text):
        word = match[0]
        is_abbreviation = sum(letter.isupper() for letter in word) > 1
        is_first = bool(_SENTENCE_START.search(text[: match.start()]))
        is_name = word[0].isupper() and (not is_first or word.lower() in known)
        is_grammar = any(is_function_word(word, language) for language in LANGUAGES)
        if (is_abbreviation or is_name) and not is_grammar:
            found += _NAME_PART.findall(word.lower())
    return tuple(found)


def words(text: str) -> frozenset[str]:
    """Return the words of a text in lower case, and the parts of those with a hyphen."""
    return frozenset(_NAME_PART.findall(text.lower()))


def holds_markup(text: str) -> bool:
    """Tell whether a text holds HTML, a link or an image; no sentence of a source does."""
    return bool(_MARKUP.search(text))


def _amount(digits: str) -> str:
    """Return "1.500" and "1500" alike, and "3,5" as "3.5"."""
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", digits):
        return re.sub(r"[.,]", "", digits)
    return digits.replace(",", ".").lstrip("0") or "0"
