/** What the editor reads, in English and Korean. Engine's sentences come in their language already. */

export type Language = "en" | "ko";

const WORDS = {
  away: ["SceneScore is not running", "SceneScore가 실행되고 있지 않습니다"],
  away_hint: [
    "Run “scenescore bridge” on this computer. The panel connects by itself.",
    "이 컴퓨터에서 scenescore bridge를 실행하세요. 패널이 자동으로 연결됩니다.",
  ],
  other_version: [
    "This panel and SceneScore are of different versions",
    "이 패널과 SceneScore의 버전이 다릅니다",
  ],
  other_version_hint: [
    "Run SceneScore's installer again, then reload the panel.",
    "SceneScore 설치 프로그램을 다시 실행한 뒤 패널을 다시 여세요.",
  ],
  nothing: ["No sequence is open", "열린 시퀀스가 없습니다"],
  nothing_hint: ["Open the sequence in the timeline, then look again.", "타임라인에서 시퀀스를 연 뒤 다시 확인하세요."],
  look_again: ["Look again", "다시 확인"],
  unread: ["Original music for your scenes", "씬에 맞춘 새 음악"],
  unread_hint: [
    "SceneScore reads the open sequence and finds its scenes. Nothing in it changes.",
    "열린 시퀀스를 읽고 씬을 찾습니다. 시퀀스는 바뀌지 않습니다.",
  ],
  find: ["Find scenes", "씬 찾기"],
  find_again: ["Read the sequence again", "시퀀스 다시 읽기"],
  no_scenes: ["No scenes were found", "씬을 찾지 못했습니다"],
  no_scenes_hint: ["Put clips into the sequence and read it again.", "시퀀스에 클립을 넣고 다시 읽으세요."],
  scene: ["Scene {0}", "씬 {0}"],
  marked: ["What you selected or marked", "선택하거나 인/아웃으로 표시한 구간"],
  whole: ["The whole sequence", "시퀀스 전체"],
  score: ["Score this scene", "이 씬에 음악 넣기"],
  score_marked: ["Score this stretch", "이 구간에 음악 넣기"],
  score_whole: ["Score everything", "전체에 음악 넣기"],
  reading: ["Reading the sequence …", "시퀀스를 읽는 중…"],
  analysing: ["Watching and listening …", "보고 듣는 중…"],
  composing: ["Composing …", "작곡하는 중…"],
  writing: ["Writing the sound files …", "소리 파일을 쓰는 중…"],
  laying: ["Laying the music …", "음악을 타임라인에 넣는 중…"],
  undoing: ["Taking it back …", "되돌리는 중…"],
  cancel: ["Cancel", "취소"],
  ready: ["Cues that are ready: {0}", "음악이 준비되었습니다: 큐 {0}개"],
  ready_hint: [
    "It goes onto audio tracks of its own. Your clips are not touched.",
    "따로 만든 오디오 트랙에 들어갑니다. 다른 클립은 건드리지 않습니다.",
  ],
  accept: ["Lay the music", "음악 넣기"],
  discard: ["Discard", "버리기"],
  laid: ["Clips of music in the sequence: {0}", "시퀀스에 음악 클립 {0}개를 넣었습니다"],
  laid_hint: [
    "Every one was read back and lies on its frame.",
    "모두 다시 읽어 프레임까지 확인했습니다.",
  ],
  undo: ["Take it back", "되돌리기"],
  go_on: ["Score another scene", "다른 씬에 음악 넣기"],
  no_music: ["No music is wanted there", "여기에는 음악이 필요 없다고 판단했습니다"],
  no_music_hint: ["Choose a longer stretch.", "더 긴 구간을 고르세요."],
  stopped: ["Stopped. Nothing was changed.", "멈췄습니다. 바뀐 것은 없습니다."],
  back: ["Back", "돌아가기"],
  seconds: ["{0} s", "{0}초"],
} as const satisfies Record<string, readonly [string, string]>;

export type Word = keyof typeof WORDS;

/** Sentences of the panel's own host (`Refused`), which say themselves in English; {0} is filled. */
const SENTENCES: Record<string, string> = {
  "No sequence is open in Premiere Pro.": "Premiere Pro에 열린 시퀀스가 없습니다.",
  "Open the sequence that is to be scored in the timeline.": "음악을 넣을 시퀀스를 타임라인에서 여세요.",
  "The panel in Premiere Pro does not know this request.": "Premiere Pro의 패널이 모르는 요청입니다.",
  "Update the panel: run SceneScore's installer again.":
    "SceneScore 설치 프로그램을 다시 실행해 패널을 새 버전으로 바꾸세요.",
  "Premiere Pro makes no bin for the music.": "Premiere Pro에 음악을 담을 빈을 만들 수 없습니다.",
  "Look whether the project is locked or read only.": "프로젝트가 잠겨 있거나 읽기 전용인지 확인하세요.",
  "Premiere Pro did not import {0}.": "Premiere Pro가 {0}을(를) 가져오지 못했습니다.",
  "Premiere Pro could not do what was asked ({0}).": "Premiere Pro가 요청한 일을 하지 못했습니다({0}).",
  "Premiere Pro made no new audio track.": "Premiere Pro에 새 오디오 트랙을 만들 수 없습니다.",
  "Add an empty stereo audio track by hand and import the exchange files.":
    "빈 스테레오 오디오 트랙을 직접 더하고 교환 파일을 가져오세요.",
  "Look whether the file can be opened by Premiere Pro and the project is not locked.":
    "Premiere Pro에서 파일이 열리는지, 프로젝트가 잠겨 있지 않은지 확인하세요.",
  "Save the project, start Premiere Pro anew and try again.":
    "프로젝트를 저장하고 Premiere Pro를 다시 시작한 뒤 해 보세요.",
};

/** The word or sentence of that name. */
export function say(language: Language, word: Word, ...filled: (string | number)[]): string {
  const text: string = WORDS[word][language === "ko" ? 1 : 0];
  return text.replace(/\{(\d)\}/g, (_, index: string) => String(filled[Number(index)]));
}

/** Each sentence as a pattern of what may stand in it. */
const PATTERNS = Object.entries(SENTENCES).map(([english, korean]): [RegExp, string] => {
  const plain = english.split("{0}").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return [new RegExp(`^${plain.join("(.*)")}$`, "s"), korean];
});

/** A sentence of the panel's own host in the editor's language; others as they are. */
export function sentence(language: Language, text: string): string {
  for (const [pattern, korean] of language === "ko" ? PATTERNS : []) {
    const found = pattern.exec(text);
    if (found) {
      return korean.replace("{0}", () => found[1] ?? "");
    }
  }
  return text;
}

/** The editor's language by the program's locale: Korean, else English. */
export function languageOf(locale: string): Language {
  return locale.toLowerCase().startsWith("ko") ? "ko" : "en";
}
