import WaveSurfer from 'wavesurfer.js';
import RegionsPlugin, { type Region } from 'wavesurfer.js/plugins/regions';
import type { Cue } from '../../api/types';
import type { Shape } from '../../cues/shape';
import { shortestCue } from '../../cues/split';

export interface WavePorts {
  select: (place: number) => void;
  retime: (place: number, times: { start: number; end: number }) => void;
}

export interface WaveView { cues: readonly Cue[]; bad: ReadonlySet<number>; selected: number; editable: boolean }

/** Seconds around what is seen whose cues are drawn already. */
const margin = 10;

/**
 * The voice with the cues on it. Only cues near what is seen are drawn, since a film has thousands. A module of its own, so that the library
 * is loaded when an editor is opened.
 */
export class Wave {
  private readonly surfer: WaveSurfer;
  private readonly regions = RegionsPlugin.create();
  private readonly drawn = new Map<number, Region>();
  private view: WaveView = { cues: [], bad: new Set(), selected: -1, editable: false };
  private dragged: Region | null = null;
  private ready = false;

  /**
   * @param shape null where there is none: the cues stand on a line then.
   * @param seconds length of the video.
   * @param pixelsPerSecond how wide a second is drawn, to begin with.
   */
  constructor(container: HTMLElement, media: HTMLVideoElement, shape: Shape | null, seconds: number, private pixelsPerSecond: number, private readonly ports: WavePorts) {
    this.surfer = WaveSurfer.create({
      container, media, duration: seconds, peaks: peaksOf(shape, seconds), height, minPxPerSec: pixelsPerSecond, autoCenter: false, plugins: [this.regions], cursorWidth: 2,
      ...colours(container),
    });
    // The list does by keyboard what the picture does by pointer.
    const scroll = this.surfer.getWrapper().parentElement;
    if (scroll) scroll.tabIndex = -1;
    this.surfer.on('ready', () => {
      this.ready = true;
      this.surfer.zoom(this.pixelsPerSecond);
      this.reveal();
      this.draw();
    });
    this.surfer.on('scroll', () => this.draw());
    // The library holds a seek back until the media could play from there; a click is to be seen at once.
    this.surfer.on('interaction', (time) => (media.currentTime = time));
    this.regions.on('region-update', (region) => (this.dragged = region));
    this.regions.on('region-updated', (region) => this.dropped(region));
    this.regions.on('region-clicked', (region) => {
      const place = this.placeOf(region);
      if (place !== null) ports.select(place);
    });
  }

  show(view: WaveView): void {
    const moved = view.selected !== this.view.selected;
    this.view = view;
    if (!this.ready) return;
    if (moved) this.reveal();
    this.draw();
  }

  zoom(pixelsPerSecond: number): void {
    this.pixelsPerSecond = pixelsPerSecond;
    if (!this.ready) return;
    this.surfer.zoom(pixelsPerSecond);
    this.reveal();
    this.draw();
  }

  /** Takes the colours of the page anew. */
  restyle(container: HTMLElement): void {
    this.surfer.setOptions(colours(container));
  }

  destroy(): void {
    this.surfer.destroy();
  }

  private dropped(region: Region): void {
    this.dragged = null;
    const place = this.placeOf(region);
    if (place !== null) this.ports.retime(place, { start: region.start, end: region.end });
    // Where the times were not taken as they were dragged, the cue says how they are.
    this.draw();
  }

  private placeOf(region: Region): number | null {
    for (const [place, other] of this.drawn) if (other === region) return place;
    return null;
  }

  /** Brings the selected cue into sight unless it is. */
  private reveal(): void {
    const cue = this.view.cues[this.view.selected];
    if (!cue) return;
    const [from, to] = this.seen();
    if (cue.start < from || cue.end > to) this.surfer.setScrollTime(Math.max(0, Math.min(cue.start, (cue.start + cue.end - (to - from)) / 2)));
  }

  private seen(): [number, number] {
    const wrapper = this.surfer.getWrapper();
    const perSecond = wrapper.clientWidth / this.surfer.getDuration();
    const from = this.surfer.getScroll() / perSecond;
    return [from, from + this.surfer.getWidth() / perSecond];
  }

  private draw(): void {
    if (!this.ready || this.dragged) return;
    const [from, to] = this.seen();
    const { cues, bad, selected, editable } = this.view;
    const wanted = new Set<number>();
    cues.forEach((cue, place) => {
      if (cue.end > from - margin && cue.start < to + margin && cue.end > cue.start) wanted.add(place);
    });
    for (const [place, region] of this.drawn) {
      if (wanted.has(place)) continue;
      region.remove();
      this.drawn.delete(place);
    }
    for (const place of wanted) {
      const { start, end } = cues[place] as Cue;
      const look = place === selected ? (bad.has(place) ? 'bad-current' : 'current') : bad.has(place) ? 'bad' : 'plain';
      const region = this.drawn.get(place);
      if (region) region.setOptions({ start, end, color: fills[look], drag: editable, resize: editable });
      else this.drawn.set(place, this.regions.addRegion({ id: `cue-${place}`, start, end, color: fills[look], content: String(place + 1), drag: editable, resize: editable, minLength: shortestCue }));
    }
  }
}

/** In pixels. The service's content security policy has the hash of the library's styles, in which it stands. */
const height = 88;

const fills = {
  plain: 'color-mix(in srgb, var(--accent) 14%, transparent)', current: 'color-mix(in srgb, var(--accent) 38%, transparent)',
  bad: 'color-mix(in srgb, var(--bad) 16%, transparent)', 'bad-current': 'color-mix(in srgb, var(--bad) 40%, transparent)',
};

/** A canvas takes no names of colours of the page, only colours. */
function colours(container: HTMLElement): { waveColor: string; progressColor: string; cursorColor: string } {
  const style = getComputedStyle(container);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  return { waveColor: colour('--wave'), progressColor: colour('--wave'), cursorColor: colour('--text') };
}

/** As long as the video: a sound track may end before the picture. */
function peaksOf(shape: Shape | null, seconds: number): Float32Array[] {
  if (!shape) return [new Float32Array(Math.ceil(seconds * 10)), new Float32Array(Math.ceil(seconds * 10))];
  const pairs = Math.max(1, Math.round((shape.above.length * seconds) / shape.seconds));
  return [shape.above, shape.below].map((half) => {
    const whole = new Float32Array(pairs);
    whole.set(half.subarray(0, pairs));
    return whole;
  });
}
