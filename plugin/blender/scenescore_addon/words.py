# SPDX-License-Identifier: GPL-3.0-or-later
"""What the editor reads, in Blender's own language: Korean, else English."""

WORDS = {
    "score": ("Score this scene", "이 씬에 음악 넣기"),
    "score_all": ("Score the whole edit", "편집 전체에 음악 넣기"),
    "score_hint": (
        "Original music for what is selected, else the preview range, else all",
        "선택한 스트립, 없으면 미리보기 범위, 그것도 없으면 전체에 새 음악을 넣습니다",
    ),
    "score_with": ("Score with", "음악 스타일"),
    "as_analysed": ("As the scene asks", "씬에 맞게"),
    "remove": ("Remove the music", "음악 빼기"),
    "remove_hint": ("Take out all that SceneScore laid", "SceneScore가 넣은 음악을 모두 뺍니다"),
    "stop": ("Stop", "중지"),
    "stop_hint": ("Stop; nothing is laid", "멈춥니다. 아무것도 넣지 않습니다"),
    "lay": ("Lay the music", "음악 넣기"),
    "laid": ("Music laid: {0}", "음악을 넣었습니다: {0}개"),
    "removed": ("The music is taken out", "음악을 뺐습니다"),
    "stopped": ("Stopped; nothing was laid", "멈췄습니다. 아무것도 넣지 않았습니다"),
    "save_first": (
        "Save the project first: the music is kept beside it",
        "먼저 프로젝트를 저장하세요. 음악은 그 옆에 저장됩니다",
    ),
    "nothing": (
        "The sequencer is empty: add the film's strips first",
        "시퀀서가 비어 있습니다. 먼저 영상 스트립을 넣으세요",
    ),
    "no_engine": (
        "SceneScore's engine is not found: run its installer, or set its Python in the preferences",
        "SceneScore 엔진이 없습니다. 설치 프로그램을 실행하거나 환경 설정에서 Python을 지정하세요",
    ),
    "busy": ("A scene is being scored already", "이미 음악을 만들고 있습니다"),
    "no_channel": (
        "No channel is free: delete one that is not needed",
        "빈 채널이 없습니다. 쓰지 않는 채널을 비우세요",
    ),
    "gone": (
        "The scene is not there any more; nothing was laid",
        "씬이 없어져 음악을 넣지 않았습니다",
    ),
    "counts_otherwise": (
        "The scene's first frame or its rate was changed meanwhile; nothing was laid",
        "그사이 씬의 시작 프레임이나 프레임 속도가 바뀌어 음악을 넣지 않았습니다",
    ),
    "cannot_begin": ("Cannot begin: {0}", "시작할 수 없습니다: {0}"),
    "no_music": ("The scene asks for no music", "이 씬에는 음악이 필요 없다고 판단했습니다"),
    "no_music_hint": ("Select a longer stretch", "더 긴 구간을 선택하세요"),
    "engine_died": ("The engine ended without an answer", "엔진이 응답 없이 끝났습니다"),
    "engine_died_hint": ("Run: scenescore doctor", "scenescore doctor를 실행해 보세요"),
    "engine_python": ("Engine's Python", "엔진의 Python"),
    "working": ("Making music …", "음악을 만드는 중 …"),
}


def say(word: str, *filled: object) -> str:
    """The word or sentence of that name."""
    english, korean = WORDS[word]
    return (korean if _korean() else english).format(*filled)


def _korean() -> bool:
    import bpy

    return str(bpy.app.translations.locale).startswith("ko")
