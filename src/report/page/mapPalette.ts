import type { Parts } from '../report.ts'
import { partNames } from '../words.ts'

/** The colours of the map, read from the page's styles so that they follow the colour scheme. */
export interface Palette {
  readonly text: string
  readonly textOnPart: string
  readonly muted: string
  readonly surface: string
  readonly focus: string
  readonly levels: readonly string[]
  readonly dead: string
  readonly shadowed: string
  /** The bars that mark what is dead and what is shadowed. */
  readonly deadBar: string
  readonly shadowedBar: string
  /** The lines over what is held elsewhere too. */
  readonly hatch: string
  /** Behind the labels of boxes with lines or several colours. */
  readonly backing: string
  /** Around every box; nothing but where the system forces its colours. */
  readonly edge: string
  /** Over what does not fit what is looked for. */
  readonly veil: string
  readonly parts: Readonly<Record<keyof Parts, string>>
  readonly font: string
}

/** Reads the palette. The probe turns what the styles say, `light-dark()` too, into plain colours. */
export function paletteOf(probe: HTMLElement): Palette {
  const colour = (name: string) => {
    probe.style.color = `var(--${name})`
    return getComputedStyle(probe).color
  }
  return {
    text: colour('text'),
    textOnPart: colour('on-part'),
    muted: colour('muted'),
    surface: colour('surface'),
    focus: colour('focus'),
    levels: [colour('map-0'), colour('map-1'), colour('map-2')],
    dead: colour('map-dead'),
    shadowed: colour('map-shadowed'),
    deadBar: colour('error'),
    shadowedBar: colour('warning'),
    hatch: colour('map-hatch'),
    backing: colour('map-backing'),
    edge: colour('map-edge'),
    veil: colour('map-veil'),
    parts: Object.fromEntries(partNames.map((part) => [part, colour(`part-${part}`)])) as Record<keyof Parts, string>,
    font: getComputedStyle(probe).fontFamily,
  }
}
