"use strict";
/** Exact time: Premiere counts ticks, 254 016 000 000 a second; we count frames and fractions. */
Object.defineProperty(exports, "__esModule", { value: true });
exports.TICKS_PER_SECOND = void 0;
exports.fraction = fraction;
exports.rateOf = rateOf;
exports.seconds = seconds;
exports.nearestFrame = nearestFrame;
exports.frameAt = frameAt;
exports.ticksOf = ticksOf;
exports.TICKS_PER_SECOND = 254016000000n;
/** A fraction as Python reads it: "24000/1001", or "25". */
function fraction(numerator, denominator) {
    const by = common(abs(numerator), abs(denominator));
    const [over, under] = [numerator / by, denominator / by];
    return under === 1n ? `${over}` : `${over}/${under}`;
}
/** Frames a second of a sequence whose frames are that many ticks long. */
function rateOf(ticksPerFrame) {
    return fraction(exports.TICKS_PER_SECOND, ticksPerFrame);
}
/** Ticks in seconds. */
function seconds(ticks) {
    return fraction(ticks, exports.TICKS_PER_SECOND);
}
/** The frame that is nearest to a moment; a half goes up. */
function nearestFrame(ticks, ticksPerFrame) {
    return Number(floorDivide(2n * ticks + ticksPerFrame, 2n * ticksPerFrame));
}
/** The frame in which a moment lies. */
function frameAt(ticks, ticksPerFrame) {
    return Number(floorDivide(ticks, ticksPerFrame));
}
/** The first tick of a frame. */
function ticksOf(frame, ticksPerFrame) {
    return BigInt(frame) * ticksPerFrame;
}
function floorDivide(a, b) {
    const whole = a / b;
    return a % b < 0n ? whole - 1n : whole;
}
function common(a, b) {
    return b === 0n ? a || 1n : common(b, a % b);
}
function abs(a) {
    return a < 0n ? -a : a;
}
