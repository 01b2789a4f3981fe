// Written by write_messages.py from the messages and texts in ukiyo_widgets/widgets.

export type Status = "empty" | "ready" | "playing" | "driven" | "stopping" | "paused" | "finished";
export type Busy = "" | "preparing" | "forking" | "tinting" | "saving";
export type Point = [number, number];
export type Outline = Point[];
export type Dab = [number, number, string, number];
export type Region = [Outline, Outline, number];
export type Losses = [number, number, number, number, number];
export type PrintState = "done" | "skipped" | "under_way" | "missing";
export type Which = "all" | "done" | "skipped" | "missing" | "marked";

/** The kind says it all. */
export type Nothing = Record<never, never>;

/** The answer of an outbox: whether there was anything in it. */
export type Fetched = {
  any: boolean;
};

/** A picture of the run; its bytes travel along, of one at rest that keeps its ink also a* and b*, in int16 times 128. */
export type Frame = {
  number: number;
  index: number;
  format: "png" | "jpeg";
  take: number;
};

/** The gray print of a take, a PNG that travels along; 0 is a run that is being prepared.

Where the picture can be shown as sharp as its scan, its L* at the run's size travels along, float32. */
export type Gray = {
  take: number;
  sharp: boolean;
};

/** A first guess of the colours of a run that is being prepared; a JPEG travels along. */
export type Guess = Record<never, never>;

/** What is on the other side of the wipe: content, start, reference or a take's key; its bytes travel along.

An inked one has the gray print's own lightness. */
export type Beside = {
  what: string;
  inked: boolean;
};

/** What to put on the other side of the wipe: content, start, reference or a take's key. */
export type Compared = {
  what: string;
};

/** The words and numbers around the picture. */
export type PreviewState = {
  status: Status;
  error: string;
  busy: Busy;
  take: number;
  choices: [string, string][];
  beside: string;
  position: number | null;
  name?: string;
  index?: number;
  note?: string;
  inked?: boolean;
  ratio?: number;
  each_s?: number;
  left_s?: number;
  back?: boolean;
};

/** The edits of the colours as they stand, without painted masks. */
export type Colours = {
  hints: Dab[];
  regions: Region[];
  palette: [string, string][];
  undo: boolean;
  at_once: boolean;
};

/** A reference to take colours from; its bytes, a PNG, travel along. */
export type ShownReference = {
  number: number;
  of: number;
};

/** The inks of each reference, with their shares of its area. */
export type Inks = {
  inks: [string, number][][];
};

/** The highest number of a frame that was painted. */
export type Acknowledged = {
  number: number;
};

/** Whether a run at rest makes an iteration after each edit. */
export type ToolsOpened = {
  at_once: boolean;
};

/** One stroke of the brush. */
export type Dabs = {
  dabs: Dab[];
};

/** Two outlines, and the number of the reference that the second lies on. */
export type NewRegion = {
  content: Outline;
  reference: Outline;
  number: number;
};

/** Which dab or region goes. */
export type Erased = {
  name: "hints" | "regions";
  index: number;
};

/** An ink and the colour that it is printed in, None for its own; whether this goes on with the last such edit. */
export type ChangedInk = {
  ink: string;
  becomes: string | null;
  amend: boolean;
};

/** What the buttons and the timeline show; widths and heights of the picture and of its scan are in px. */
export type TransportState = {
  status: Status;
  busy: Busy;
  take?: number;
  index?: number;
  position?: number | null;
  marks?: number[];
  kept?: number[];
  until?: number | null;
  size?: [number, number];
  scan?: [number, number] | null;
  enlarges?: boolean;
};

/** A file to be saved; its bytes travel along. */
export type SavedFile = {
  name: string;
  mime: string;
};

/** Python code that recreates what is on the screen. */
export type Code = {
  code: string;
};

/** How many iterations to make. */
export type Steps = {
  n: number;
};

/** The iteration to look at; None is the newest. */
export type Sought = {
  index: number | null;
};

/** The ending of the file to be saved. */
export type Export = {
  what: string;
};

/** The longest side in px of a run that goes on from the picture that is shown. */
export type Enlarged = {
  side_px: number;
};

/** Losses that are new, after which to begin anew or to go on; and every iteration at which something was set, and what. */
export type Points = {
  restart: boolean;
  points: Losses[];
  marks: [number, string][];
};

/** A run in the list. */
export type RunRow = {
  key: number;
  name: string;
  depth: number;
  index: number;
  status: Status;
  shown: boolean;
  compared: boolean;
  forked_at: number | null;
  prints: string;
  differs: string;
};

/** All runs, the keys of those whose thumbnails travel along, JPEGs in this order, and which run was deleted last, if any. */
export type Runs = {
  runs: RunRow[];
  pictures: number[];
  deleted: string;
};

/** Which run is meant. */
export type OneRun = {
  key: number;
};

/** A run's new name. */
export type Renamed = {
  key: number;
  name: string;
};

/** What went wrong, in words. */
export type Trouble = {
  text: string;
};

/** A print on offer: why it would serve, and its place among the suggested ones, from 1. */
export type OfferedPrint = {
  key: string;
  name: string;
  why: string[];
  place: number | null;
};

/** The prints on offer, in order. */
export type Prints = {
  role: "content" | "reference";
  suggests: boolean;
  suggested: boolean;
  prints: OfferedPrint[];
};

/** A print's thumbnail, a JPEG that travels along, or what is wrong with the file; and whose print it is, if it says so. */
export type Thumbnail = {
  key: string;
  error: string;
  credit: string;
};

/** The prints chosen, in the order of choosing, and their weights; and the others of the gray print's series. */
export type Choice = {
  keys: string[];
  weights: Record<string, number>;
  series: string[];
};

/** How many prints have been compared. */
export type Progress = {
  done: number;
  total: number;
};

/** Which piece of a file has arrived. */
export type Received = {
  name: string;
  part: number;
};

/** What there is to say of museums: what is being done, or went wrong; and whether something is still to come. */
export type Museum = {
  text: string;
  busy: boolean;
};

/** Words that a museum's prints are to go by. */
export type MuseumQuery = {
  query: string;
};

/** A print that a museum has, in its words: whose it is and why it may be used, and all of that in one line. */
export type MuseumWork = {
  key: string;
  title: string;
  artist: string;
  date: string;
  whose: string;
  credit: string;
};

/** Which of the museum's prints is meant; with a small picture of it, a JPEG, where one travels along. */
export type MuseumKey = {
  key: string;
};

/** The keys of prints. */
export type Chosen = {
  keys: string[];
};

/** A reference's weight, from 0 to 1. */
export type Weighed = {
  key: string;
  weight: number;
};

/** Files that are where the notebook's server is, as paths from its root. */
export type Brought = {
  paths: string[];
};

/** A piece of a file, whose bytes travel along; of files that come together, whether it is the first. */
export type Upload = {
  name: string;
  part: number;
  parts: number;
  first: boolean;
};

/** One setting: its words, its kind of control, and what it can be; one without a group stands open. */
export type Control = {
  name: string;
  title: string;
  help: string;
  unit: string;
  group: string;
  kind: "slider" | "number" | "switch" | "choice" | "text";
  low: number | null;
  high: number | null;
  step: number | null;
  logarithmic: boolean;
  choices: [string, string][];
};

/** Every control, in order, and whether the page can have a new run begin. */
export type AllControls = {
  controls: Control[];
  begins: boolean;
};

/** How the settings stand, what those of the preset are, which values were refused and why, and what is to be said.

The page has been heard up to its message of the number given. */
export type Standing = {
  values: Record<string, number | string | boolean | null>;
  preset: Record<string, number | string | boolean | null>;
  wrong: Record<string, string>;
  waiting: string;
  hint: string;
  cost: string;
  measured: string;
  heard: number;
};

/** A setting that a person has turned; not yet done while a slider is dragged. Numbers of messages only grow. */
export type Turned = {
  name: string;
  value: number | string | boolean | null;
  done: boolean;
  number: number;
};

/** A setting that goes back to what it is in the preset. */
export type PutBack = {
  name: string;
  number: number;
};

/** How many runs were kept, the one that was on the screen, and when, in seconds since 1970; 0 runs: nothing is offered.

Its picture, a JPEG, travels along if there is one. */
export type Offer = {
  runs: number;
  name: string;
  index: number;
  written_s: number;
};

/** What can be tried: every reference on the shelf, named ``references``, and settings with their titles. */
export type Tryable = {
  settings: [string, string][];
};

/** The labels of a new sheet of small runs, in order; without any, the sheet has ended. */
export type Trials = {
  what: string;
  labels: string[];
};

/** How far one of them is; its picture, a JPEG, travels along, or what went wrong stands here. */
export type Trial = {
  number: number;
  index: number;
  done: boolean;
  error: string;
};

/** What to try: ``references``, or the name of a setting. */
export type Tried = {
  what: string;
};

/** Which trial is meant. */
export type OneTrial = {
  number: number;
};

/** What prints can be made again with: settings, each with its control, and the references that the collection knows. */
export type Markable = {
  settings: Control[];
  references: string[];
};

/** How far the collection is, in words and in percent; who works, how much each has done, and how many an hour. */
export type Far = {
  headline: string;
  percent: number;
  goes_on: boolean;
  marked: number;
  dashboard: string;
  workers: [string, string, string][];
};

/** A print: how it stands, what there is to say of that, and what it is marked to be made again with, in words. */
export type BoardPrint = {
  name: string;
  state: PrintState;
  said: string;
  mark: string;
};

/** Some of the prints that were sought; pages count from 0. */
export type BoardPage = {
  page: number;
  pages: number;
  prints: BoardPrint[];
};

/** A print before and after, whose picture, a WebP, travels along. */
export type Pair = {
  name: string;
};

/** Which prints are to be shown: those whose names hold a text, and that stand so. */
export type Browsed = {
  text: string;
  state: Which;
  page: number;
};

/** What prints are to be made again with: ``reference`` or a setting, and its value; no setting is just once more. */
export type Marked = {
  names: string[];
  setting: string;
  value: string;
};

/** Whose marks go. */
export type Unmarked = {
  names: string[];
};

/** What every part and its page may say. */
export type Everywhere = {
  toPage: { fetched: Fetched };
  fromPage: { hello: Nothing; fetch: Nothing };
};

/** What each part and its page may say beyond that. */
export type Talks = {
  preview: {
    toPage: { frame: Frame; gray: Gray; guess: Guess; beside: Beside; state: PreviewState; colours: Colours; reference: ShownReference; inks: Inks };
    fromPage: { ack: Acknowledged; beside: Compared; tools: ToolsOpened; dabs: Dabs; region: NewRegion; erase: Erased; ink: ChangedInk; undo: Nothing; clear: Nothing };
  };
  transport: {
    toPage: { state: TransportState; file: SavedFile; code: Code };
    fromPage: { play: Nothing; steps: Steps; pause: Nothing; stop: Nothing; reset: Nothing; seek: Sought; fork: Nothing; enlarge: Enlarged; export: Export; code: Nothing };
  };
  losses: {
    toPage: { points: Points };
    fromPage: {  };
  };
  runs: {
    toPage: { runs: Runs };
    fromPage: { show: OneRun; compare: OneRun; rename: Renamed; delete: OneRun; undelete: Nothing; play: OneRun; pause: OneRun };
  };
  picker: {
    toPage: { prints: Prints; thumbnail: Thumbnail; choice: Choice; comparing: Progress; received: Received; museum: Museum; museum_begins: MuseumQuery; museum_work: MuseumWork; museum_picture: MuseumKey; museum_taken: MuseumKey; error: Trouble };
    fromPage: { look: Nothing; choose: Chosen; choose_all: Chosen; weigh: Weighed; upload: Upload; bring: Brought; suggest: Nothing; museum_search: MuseumQuery; museum_take: MuseumKey };
  };
  keeping: {
    toPage: { offer: Offer };
    fromPage: { go_on: Nothing; dismiss: Nothing };
  };
  trials: {
    toPage: { tryable: Tryable; trials: Trials; trial: Trial };
    fromPage: { try_all: Tried; go_on_with: OneTrial; end: Nothing };
  };
  controls: {
    toPage: { controls: AllControls; standing: Standing };
    fromPage: { turn: Turned; back: PutBack; begin: Nothing; keep: Nothing };
  };
  board: {
    toPage: { markable: Markable; far: Far; prints_page: BoardPage; pair: Pair; error: Trouble };
    fromPage: { browse: Browsed; mark: Marked; unmark: Unmarked; make_marked: Nothing; go_on: Nothing; rest: Nothing };
  };
};

/** What a part's page reads of its model. */
export type Traits = { words: Words; language: "en" | "ja"; colab: boolean; slim?: boolean };

export type Words = Readonly<Record<Word, string>>;

export type Word =
  | "actual"
  | "add_files"
  | "advanced"
  | "after"
  | "again_value"
  | "again_with"
  | "all_of_these"
  | "all_of_these_help"
  | "all_runs"
  | "and_others"
  | "another_reference"
  | "as_printed"
  | "at_iteration"
  | "at_once"
  | "at_once_help"
  | "back"
  | "before_content"
  | "before_reference"
  | "before_start"
  | "blend"
  | "blend_help"
  | "board"
  | "board_go_on"
  | "board_prints"
  | "board_stop"
  | "board_which"
  | "bring_back"
  | "brush"
  | "brush_colour"
  | "brush_help"
  | "brush_size"
  | "changed_of"
  | "chart"
  | "choose_page"
  | "clear"
  | "close"
  | "code"
  | "colour"
  | "comma"
  | "compare"
  | "compare_with"
  | "comparing"
  | "content"
  | "content_first"
  | "content_short"
  | "content_term"
  | "controls"
  | "copied"
  | "counted_hints"
  | "counted_palette"
  | "counted_regions"
  | "dashboard"
  | "delete"
  | "deleted"
  | "driven"
  | "drop_here"
  | "each_s"
  | "edits"
  | "empty"
  | "endless"
  | "estimate"
  | "exact"
  | "film"
  | "finished"
  | "fit"
  | "fork"
  | "forking"
  | "from_iteration"
  | "go_on"
  | "go_on_about"
  | "go_on_runs"
  | "go_on_with"
  | "gone"
  | "gray"
  | "gray_shown"
  | "guess"
  | "here"
  | "hold_gray"
  | "how_many"
  | "in_python"
  | "ink"
  | "ink_back"
  | "ink_changed"
  | "ink_other"
  | "inks"
  | "inks_help"
  | "iteration"
  | "keep_run"
  | "key_gray"
  | "key_list"
  | "key_tools"
  | "key_undo"
  | "key_wheel"
  | "key_wipe"
  | "key_zoom"
  | "keys"
  | "larger"
  | "larger_help"
  | "larger_side"
  | "left"
  | "losses"
  | "make_marked"
  | "mark_n"
  | "marked_with"
  | "measured"
  | "more"
  | "more_prints"
  | "museum"
  | "museum_astray"
  | "museum_busy"
  | "museum_cut_off"
  | "museum_failed"
  | "museum_help"
  | "museum_missing"
  | "museum_no_jpeg"
  | "museum_no_manifest"
  | "museum_no_picture"
  | "museum_no_print"
  | "museum_none"
  | "museum_not_free"
  | "museum_query"
  | "museum_refused"
  | "museum_search"
  | "museum_searching"
  | "museum_strange"
  | "museum_too_large"
  | "museum_unreachable"
  | "museum_unwritten"
  | "museum_which"
  | "new_run"
  | "no"
  | "no_kernel"
  | "no_prints"
  | "no_tool_help"
  | "none_serves"
  | "not_here"
  | "not_now"
  | "nothing_found"
  | "of"
  | "once_more"
  | "page"
  | "page_after"
  | "page_before"
  | "page_of"
  | "paint_here"
  | "pause"
  | "paused"
  | "per_s"
  | "pick_colour"
  | "pick_help"
  | "place"
  | "play"
  | "play_shows"
  | "playing"
  | "preparing"
  | "present"
  | "present_end"
  | "press_play"
  | "preview"
  | "print_itself"
  | "put_back"
  | "ratio"
  | "ratio_help"
  | "reading"
  | "ready"
  | "reference"
  | "reference_n"
  | "reference_place"
  | "reference_short"
  | "region"
  | "region_help"
  | "region_picture"
  | "region_reference"
  | "rename"
  | "reset"
  | "runs"
  | "same"
  | "save"
  | "save_as"
  | "save_more"
  | "save_picture"
  | "save_scan"
  | "save_short"
  | "saved"
  | "saving"
  | "search"
  | "search_prints"
  | "series"
  | "series_help"
  | "settled"
  | "show"
  | "shown_once"
  | "side_by_side"
  | "speed"
  | "state_all"
  | "state_done"
  | "state_marked"
  | "state_missing"
  | "state_skipped"
  | "state_under_way"
  | "step"
  | "step_n"
  | "steps"
  | "stop"
  | "stopping"
  | "style_term"
  | "suggest"
  | "suggest_help"
  | "suggested"
  | "takes_new_run"
  | "time_each"
  | "timeline"
  | "timeline_help"
  | "tinting"
  | "too_small"
  | "total"
  | "try_all"
  | "try_all_help"
  | "try_hint"
  | "try_references"
  | "try_what"
  | "undo"
  | "unmark"
  | "value_first"
  | "variation_term"
  | "web_page"
  | "weight_of"
  | "whole_run"
  | "why"
  | "wipe"
  | "worker"
  | "worker_prints"
  | "worker_speed"
  | "yes"
  | "zoom_in"
  | "zoom_out";
