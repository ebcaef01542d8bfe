"""Korean words: conjugated, denied, made stronger; and silence where nothing is found."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenescore.mood.text.conjugation import stems
from scenescore.mood.text.lexicon import korean
from scenescore.mood.text.timeline import leading
from scenescore.settings import EMOTIONS

SAID = {
    "happy": ["정말 행복해요", "기뻤어요", "즐거운 하루", "고맙습니다", "이제 안심했어"],
    "sad": ["너무 슬퍼서 눈물이 나", "외로웠어", "보고싶어 죽겠다", "그가 죽었어", "울지 마"],
    "disgust": ["토할 것 같아", "징그러워!", "더러운 놈", "역겨웠다", "꼴보기 싫어"],
    "anger": ["진짜 짜증나", "닥쳐!", "죽여버릴 거야", "네가 감히!", "화났어?", "용서할 수 없어"],
    "surprise": ["이럴 수가!", "깜짝이야", "설마…", "놀랐잖아", "말도 안 돼"],
    "fear": ["살려줘요 제발", "도망쳐!", "무서워요", "두려웠어", "불안한 예감", "쏘지 마!"],
    "neutral": ["내일 몇 시에 만날까요?", "여보세요", "알겠습니다", "회의는 세 시예요"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("emotion", "text"), [(emotion, text) for emotion, texts in SAID.items() for text in texts]
)
def test_what_is_said_is_understood(emotion: str, text: str) -> None:
    shares = korean().shares(text)
    assert shares is not None
    assert leading(shares) == emotion
    assert sum(shares) == pytest.approx(1)
    assert min(shares) >= 0
    assert korean().shares(unicodedata.normalize("NFD", text)) == shares, "as macOS writes it"


@pytest.mark.parametrize(
    "text",
    [
        "그 사람은 서울에 살아요",
        "패션 잡지",
        "뛰어난 분이세요",
        "예전에 살던 집",
        "와서 앉아",
        "Hello",
        "",
        "🎬",
    ],
)
def test_where_nothing_is_found_nothing_is_said(text: str) -> None:
    assert korean().shares(text) is None


@pytest.mark.parametrize(
    ("text", "emotion"),
    [
        ("안 좋아", "neutral"),  # not good: sad, but weakly
        ("기쁘지 않아", "sad"),
        ("사랑하지 않아", "sad"),
        ("행복한 게 아니야", "sad"),
        ("안 무서워", "neutral"),
        ("무서워하지 마", "neutral"),
        ("슬프지는 않아요", "neutral"),
        ("걱정하지 마세요", "neutral"),
        ("걱정 마", "neutral"),
        ("걱정이 없어요", "neutral"),
    ],
)
def test_what_is_denied_is_not_felt(text: str, emotion: str) -> None:
    shares = korean().shares(text)
    assert shares is not None
    assert leading(shares) == emotion


@pytest.mark.parametrize(
    ("text", "emotion"),
    [
        ("하나도 안 괜찮아", "sad"),  # what is well, denied
        ("괜찮지 않아요", "sad"),
        ("그때 우린 행복했었지", "sad"),  # the past of the past: it is so no longer
        ("좋았었는데", "sad"),
        ("좋았어", "happy"),
        ("웃었어요", "happy"),
        ("당장 그 입 다물지 못해!", "anger"),  # an order, no denial
        ("기쁘지 못해서 슬프다", "sad"),
        ("네가 내 동생이라고?", "surprise"),  # asked back
        ("그분이 살아 계신다고요?!", "surprise"),
        ("당신이 우리 아버지라니요.", "surprise"),
        ("미국 간 거 아니었어?", "surprise"),
        ("그 배를 탔더라면…", "sad"),
        ("목숨만 살려 주십시오", "fear"),
        ("저희 애는 건드리지 마세요", "fear"),  # a plea; without politeness it is a threat
        ("건드리지 마!", "anger"),
        ("아버님께서 별세하셨습니다", "sad"),
        ("당신이 뭔데 이래라저래라야", "anger"),
        ("어디 숨었어? 도망쳐!", "fear"),  # "where" says little beside a cry
        ("나는 더 행복할 수 없어", "sad"),
        ("한 번도 행복한 적이 없어", "sad"),
        ("사랑할 리가 없어", "sad"),
        ("기쁘기는커녕", "sad"),
        ("슬퍼할 수밖에 없었다", "sad"),  # no denial
        ("그 사람을 사랑하던 시절", "sad"),  # no longer
        ("진짜? 정말이에요?", "surprise"),  # asked; said, it is none
        ("뛰어!", "fear"),
        ("뭐? 둘이 만난다고?", "surprise"),
        ("절대 움직이지 마!", "fear"),  # "never" denies nothing by itself
        ("숨도 쉬지 마", "fear"),
        ("네가 한 짓이지? 뒤를 봐!", "fear"),
    ],
)
def test_endings_tenses_and_orders_of_speech(text: str, emotion: str) -> None:
    shares = korean().shares(text)
    assert shares is not None
    assert leading(shares) == emotion


@pytest.mark.parametrize(
    "text",
    [
        "어머니 댁에 있어",
        "네 목소리",
        "그래도 간다",
        "진짜로 갔다",
        "매일 뛰어",
        "좋은 냄새",
        "무서운 영화",
    ],
)
def test_parts_of_other_words_say_nothing(text: str) -> None:
    assert korean().shares(text) is None


@pytest.mark.parametrize(
    "text", ["자리로 안내해 주세요.", "제가 먼저 가겠습니다.", "같이 가실래요?", "네, 그럴게요."]
)
def test_polite_requests_and_offers_are_neutral_where_nothing_is_felt(text: str) -> None:
    shares = korean().shares(text)
    assert shares is not None
    assert leading(shares) == "neutral"
    felt = korean().shares(f"무서워. {text}")
    assert felt is not None
    assert leading(felt) == "fear"


@pytest.mark.parametrize(
    "text", ["서울에 간다고 했어요", "3층에 있다고 합니다", "그 사람이라고 적으세요"]
)
def test_what_is_only_reported_is_no_surprise(text: str) -> None:
    shares = korean().shares(text)
    assert shares is None or leading(shares) != "surprise"


def test_intensifiers_make_it_stronger_and_diminishers_weaker() -> None:
    sad = EMOTIONS.index("sad")
    plain, very, little = (korean().shares(f"{word}슬퍼") for word in ("", "너무 ", "조금 "))
    assert plain is not None
    assert very is not None
    assert little is not None
    assert very[sad] > plain[sad] > little[sad]
    assert korean().shares("너무너무 슬퍼") == very


def test_the_lexicon_is_large_and_consistent() -> None:
    entries = korean().entries
    assert len(entries) > 1000
    assert {entry.emotion for entry in entries.values()} == {*EMOTIONS, None}
    for word in entries:
        assert all("가" <= letter <= "힣" or "ㄱ" <= letter <= "ㅣ" for letter in word), word


@pytest.mark.parametrize(
    ("dictionary_form", "forms"),
    [
        ("슬프다", {"슬프", "슬픈", "슬플", "슬픕", "슬픔", "슬퍼", "슬펐"}),
        ("아프다", {"아프", "아픈", "아플", "아픕", "아픔", "아파", "아팠"}),
        ("무섭다", {"무섭", "무서우", "무서워", "무서웠", "무서운", "무서울", "무서움"}),
        ("행복하다", {"행복하", "행복한", "행복할", "행복합", "행복함", "행복해", "행복했"}),
        ("웃기다", {"웃기", "웃긴", "웃길", "웃깁", "웃김", "웃겨", "웃겼"}),
        ("놀라다", {"놀라", "놀란", "놀랄", "놀랍", "놀람", "놀랐"}),
        ("걱정되다", {"걱정되", "걱정된", "걱정될", "걱정됩", "걱정됨", "걱정돼", "걱정됐"}),
        ("싸우다", {"싸우", "싸운", "싸울", "싸웁", "싸움", "싸워", "싸웠"}),
        ("좋다", {"좋"}),
    ],
)
def test_conjugation(dictionary_form: str, forms: set[str]) -> None:
    assert set(stems(dictionary_form)) == forms


def test_only_dictionary_forms_are_conjugated() -> None:
    with pytest.raises(ValueError):
        stems("슬퍼")


@given(
    st.text(
        alphabet=st.sampled_from("안못너무 슬프지않아무서워좋걱정마!?.가나다\u1100"), max_size=30
    )
)
def test_any_text_is_read(text: str) -> None:
    shares = korean().shares(text)
    assert shares is None or sum(shares) == pytest.approx(1)
