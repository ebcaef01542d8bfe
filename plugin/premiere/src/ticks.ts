/** Exact time: Premiere counts ticks, 254 016 000 000 a second; we count frames and fractions. */

export const TICKS_PER_SECOND = 254_016_000_000n;

/** A fraction as Python reads it: "24000/1001", or "25". */
export function fraction(numerator: bigint, denominator: bigint): string {
  const by = common(abs(numerator), abs(denominator));
  const [over, under] = [numerator / by, denominator / by];
  return under === 1n ? `${over}` : `${over}/${under}`;
}

/** Frames a second of a sequence whose frames are that many ticks long. */
export function rateOf(ticksPerFrame: bigint): string {
  return fraction(TICKS_PER_SECOND, ticksPerFrame);
}

/** Ticks in seconds. */
export function seconds(ticks: bigint): string {
  return fraction(ticks, TICKS_PER_SECOND);
}

/** The frame that is nearest to a moment; a half goes up. */
export function nearestFrame(ticks: bigint, ticksPerFrame: bigint): number {
  return Number(floorDivide(2n * ticks + ticksPerFrame, 2n * ticksPerFrame));
}

/** The frame in which a moment lies. */
export function frameAt(ticks: bigint, ticksPerFrame: bigint): number {
  return Number(floorDivide(ticks, ticksPerFrame));
}

/** The first tick of a frame. */
export function ticksOf(frame: number, ticksPerFrame: bigint): bigint {
  return BigInt(frame) * ticksPerFrame;
}

function floorDivide(a: bigint, b: bigint): bigint {
  const whole = a / b;
  return a % b < 0n ? whole - 1n : whole;
}

function common(a: bigint, b: bigint): bigint {
  return b === 0n ? a || 1n : common(b, a % b);
}

function abs(a: bigint): bigint {
  return a < 0n ? -a : a;
}
