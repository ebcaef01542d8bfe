/** Premiere Pro as Adobe's types and notes describe it, over a model; strict, and bare of goodwill. */

import type {
  AudioClipTrackItem,
  AudioTrack,
  ClipProjectItem,
  CompoundAction,
  FolderItem,
  Marker,
  Markers,
  Project,
  ProjectItem,
  Properties,
  Sequence,
  SequenceEditor,
  TickTime,
  TimeDisplay,
  TrackItemSelection,
  VideoTrack,
  premierepro,
} from "@adobe/premierepro";
import { Stopped, insert, overwrite, refuseUsed, remove } from "./editing";
import { Bin, Item, Media, Model, Track, Ways, endOf } from "./model";
import type { Signatures } from "./signatures";
import { ITEM, MEDIA, PROPERTY, TYPES } from "./numbers";
import { Strictness } from "./strict";
import { Views } from "./views";

/** A program with its project open, or without one. */
export class Fake extends Views {
  readonly ways: Ways = { newTrackAt: 0, newTrackFirst: false, failAfter: null, misplace: false };
  /** Paths that `importFiles` says it has imported, and has not. */
  refusesImports = false;
  constructor(
    signatures: Signatures,
    version: number,
    readonly model: () => Model | null,
    private readonly durationOf: (path: string) => bigint,
    private readonly writeOtio: (path: string, model: Model) => void = () => undefined,
  ) {
    super(new Strictness(signatures, version));
  }

  /** The module that `require("premierepro")` gives. */
  app(): premierepro {
    const statics = <K extends keyof premierepro & string>(
      name: K,
      made: Partial<premierepro[K] & object>,
    ): premierepro[K] => this.strict.as<premierepro[K] & object>(name, made, `${name}Static`);
    return this.strict.as<premierepro>("premierepro", {
      Project: statics("Project", { getActiveProject: async () => this.project() as Project }),
      TickTime: statics("TickTime", { createWithTicks: (ticks) => this.time(BigInt(ticks)) }),
      ClipProjectItem: statics("ClipProjectItem", {
        cast: (item) => (this.isBin(item) ? null : this.clip(this.of<Media>(item))) as ClipProjectItem,
      }),
      FolderItem: statics("FolderItem", { cast: (item) => this.folder(this.of<Bin>(item)) }),
      ProjectItem: statics("ProjectItem", {
        cast: (item) => this.item(this.of<Media | Bin>(item)),
        TYPE_BIN: TYPES.BIN,
        TYPE_CLIP: TYPES.CLIP,
      }),
      SequenceEditor: statics("SequenceEditor", {
        getEditor: (sequence) => this.editor(this.of<Model>(sequence)),
      }),
      TrackItemSelection: statics("TrackItemSelection", {
        createEmptySelection: (found) => (found(this.selection([])), true),
      }),
      Properties: statics("Properties", {
        getProperties: async (owner) => this.properties(this.of<Model>(owner)),
      }),
      Markers: statics("Markers", {
        getMarkers: async (owner) => this.markers(this.of<Model>(owner)),
      }),
      ProjectConverter: statics("ProjectConverter", {
        exportAsOpenTimelineIO: async (sequence, path) =>
          (this.writeOtio(path, this.of<Model>(sequence)), true),
      }),
      Constants: { TrackItemType: ITEM, PropertyType: PROPERTY, MediaType: MEDIA } as never,
    });
  }

  private isBin(view: object): boolean {
    return this.of<Media | Bin>(view).kind === "bin";
  }

  // --- the project --------------------------------------------------------------------------------

  private project(): Project | null {
    const model = this.model();
    return model && this.view<Project>(model.root, "Project", () => ({
      guid: this.guid(model.guid),
      name: model.path.split("/").pop() as string,
      path: model.path,
      getActiveSequence: async () => this.sequence(this.model() as Model),
      getSequences: async () => [this.sequence(this.model() as Model)],
      getRootItem: async () => this.folder(model.root),
      getInsertionBin: async () => this.item(model.insertionBin),
      importFiles: async (paths, _quiet, bin) => this.imports(model, paths, bin),
      lockedAccess: (callback) => this.locked(callback),
      executeTransaction: (callback) => this.transaction(callback),
    }));
  }

  private locked(callback: () => void): void {
    this.strict.locked += 1;
    try {
      if (callback() as unknown) {
        throw new TypeError("what is done under the lock may not wait");
      }
    } finally {
      this.strict.locked -= 1;
    }
  }

  /** Says true whatever comes of it. */
  private transaction(callback: (compound: CompoundAction) => void): boolean {
    const doings: (() => void)[] = [];
    const compound = this.strict.as<CompoundAction>("CompoundAction", {
      addAction: (action) => {
        doings.push(this.doingOf(action));
        return true;
      },
    });
    callback(compound);
    try {
      doings.forEach((doing) => doing());
    } catch (error) {
      if (!(error instanceof Stopped)) {
        throw error;
      }
    }
    return true;
  }

  private imports(model: Model, paths: string[], bin: ProjectItem | undefined): boolean {
    const into = bin ? this.of<Bin>(bin) : model.insertionBin;
    for (const path of this.refusesImports ? [] : paths) {
      const name = path.split("/").pop() as string;
      const duration = this.durationOf(path);
      into.items.push({ kind: "media", id: `m${model.nextId++}`, name, path, duration, range: null });
    }
    return true;
  }

  private item(of: Media | Bin): ProjectItem {
    return this.view<ProjectItem>(of, "ProjectItem", () => ({
      name: of.name,
      type: of.kind === "bin" ? TYPES.BIN : TYPES.CLIP,
      getId: () => of.id,
    }));
  }

  private folder(bin: Bin): FolderItem {
    return this.view<FolderItem>(bin, "FolderItem", () => ({
      name: bin.name,
      getItems: async () => bin.items.map((each) => this.item(each)),
      createBinAction: (name) =>
        this.action(() => {
          const model = this.model() as Model;
          bin.items.push({ kind: "bin", id: `b${model.nextId++}`, name, items: [] });
        }),
      createRemoveItemAction: (item) =>
        this.action(() => {
          const gone = this.of<Media | Bin>(item);
          refuseUsed(this.model() as Model, gone);
          bin.items.splice(bin.items.indexOf(gone), 1);
        }),
    }));
  }

  private clip(media: Media): ClipProjectItem {
    return this.view<ClipProjectItem>(media, "ClipProjectItem", () => ({
      isSequence: async () => false,
      getMediaFilePath: async () => media.path,
      createSetInOutPointsAction: (first, last) =>
        this.action(() => (media.range = [this.ticks(first), this.ticks(last)])),
      createClearInOutPointsAction: () => this.action(() => (media.range = null)),
    }));
  }

  // --- the sequence -------------------------------------------------------------------------------

  private sequence(model: Model): Sequence {
    const tracks = (kind: Track["kind"]): Track[] => model.tracks.filter((track) => track.kind === kind);
    return this.view<Sequence>(model, "Sequence", () => ({
      guid: this.guid(model.sequenceGuid),
      name: model.name,
      getTimebase: async () => model.ticksPerFrame.toString(),
      getZeroPoint: async () => this.time(model.zero),
      getEndTime: async () => this.time(endOf(model)),
      getSequenceVideoTimeDisplayFormat: async () =>
        this.strict.as<TimeDisplay>("TimeDisplay", { type: model.display }),
      getVideoTrackCount: async () => tracks("video").length,
      getAudioTrackCount: async () => tracks("audio").length,
      getVideoTrack: async (index) => this.track<VideoTrack>(model, tracks("video")[index], "VideoTrack"),
      getAudioTrack: async (index) => this.track<AudioTrack>(model, tracks("audio")[index], "AudioTrack"),
      getPlayerPosition: async () => this.time(model.playhead),
      setPlayerPosition: async (time) => ((model.playhead = this.ticks(time as TickTime)), true),
      getInPoint: async () => this.time(model.marks[0]),
      getOutPoint: async () => this.time(model.marks[1]),
      createSetInPointAction: (time) => this.action(() => (model.marks[0] = this.ticks(time))),
      createSetOutPointAction: (time) => this.action(() => (model.marks[1] = this.ticks(time))),
      clearSelection: async () => (this.select(model, []), true),
      setSelection: (selection) => (this.select(model, this.of<Item[]>(selection)), true),
    }));
  }

  private select(model: Model, items: readonly Item[]): void {
    model.tracks.forEach((track) => track.items.forEach((item) => (item.selected = items.includes(item))));
  }

  private track<T extends AudioTrack | VideoTrack>(model: Model, track: Track | undefined, type: string): T {
    if (!track) {
      throw new RangeError("there is no such track");
    }
    const members = (): Partial<AudioTrack> => ({
      id: track.id,
      get name() {
        return track.name;
      },
      getIndex: async () => model.tracks.filter((each) => each.kind === track.kind).indexOf(track),
      isMuted: async () => track.muted,
      setMute: async (mute) => ((track.muted = mute), true),
      createSetNameAction: (name) => this.action(() => (track.name = name)),
      getTrackItems: (kind) => this.itemsOf(track, kind as number),
    });
    return this.view<T>(track, type, () => members() as Partial<T>);
  }

  private itemsOf(track: Track, kind: number): AudioClipTrackItem[] {
    if (kind === ITEM.CLIP) {
      return track.items.map((item) => this.trackItem(item));
    }
    const blank = { media: null, name: "", first: 0n, speed: 1, disabled: false, selected: false };
    return kind === ITEM.TRANSITION ? track.blends.map((blend) => this.trackItem({ ...blank, ...blend })) : [];
  }

  private trackItem(item: Item): AudioClipTrackItem {
    return this.view<AudioClipTrackItem>(item, "AudioClipTrackItem", () => ({
      getName: async () => item.name,
      getMatchName: async () => "",
      getStartTime: async () => this.time(item.start),
      getEndTime: async () => this.time(item.end),
      getInPoint: async () => this.time(item.first),
      getOutPoint: async () => this.time(item.first + (item.end - item.start)),
      getSpeed: async () => item.speed,
      isSpeedReversed: async () => 0,
      isDisabled: async () => item.disabled,
      getIsSelected: async () => item.selected,
      getProjectItem: async () => (item.media ? this.item(item.media) : null) as ProjectItem,
    }));
  }

  private selection(items: Item[]): TrackItemSelection {
    return this.view<TrackItemSelection>(items, "TrackItemSelection", () => ({
      addItem: (item) => items.push(this.of<Item>(item)) > 0,
    }));
  }

  private editor(model: Model): SequenceEditor {
    return this.view<SequenceEditor>(model, "SequenceEditor", () => ({
      createOverwriteItemAction: (item, time, _video, audio) =>
        this.action(() => overwrite(model, this.ways, this.of<Media>(item), this.ticks(time), audio)),
      createInsertProjectItemAction: (item, time, video, audio, limitShift) =>
        this.action(() =>
          insert(model, this.ways, this.of<Media>(item), this.ticks(time), video, audio, limitShift),
        ),
      createRemoveItemsAction: (selection, ripple) =>
        this.action(() => remove(model, this.of<Item[]>(selection), ripple)),
    }));
  }

  private properties(model: Model): Properties {
    return this.view<Properties>(model, "Properties", () => ({
      hasValue: (name) => name in model.properties,
      getValue: (name) => {
        if (!(name in model.properties)) {
          throw new Error(`no property ${name}`);
        }
        return model.properties[name] as string;
      },
      createSetValueAction: (name, value) => this.action(() => (model.properties[name] = `${value}`)),
      createClearValueAction: (name) => this.action(() => delete model.properties[name]),
    }));
  }

  private markers(model: Model): Markers {
    return this.strict.as<Markers>("Markers", {
      getMarkers: () =>
        model.markers.map((marker) =>
          this.strict.as<Marker>("Marker", {
            getName: () => marker.name,
            getComments: () => "",
            getStart: () => this.time(marker.start),
            getDuration: () => this.time(marker.duration),
          }),
        ),
    });
  }
}
