import type { Random } from '../random/random.ts';
import type { Video } from '../video/video.ts';
import { bodyOf, centreAt, drawGround } from './drawShape.ts';
import type { MotionFactors } from './factors.ts';
import { type Body, paintShape } from './paint.ts';
import type { Texture } from './textures.ts';

/** A video of `shapes` lasts two seconds. */
export const frameCount = 16;
export const frameRate = 8;

/** Places to the right and downwards in which a motion goes. */
export const directions = {
  'moves left': [-1, 0],
  'moves right': [1, 0],
  'moves up': [0, -1],
  'moves down': [0, 1],
} as const;

/**
 * The video of a shape that moves, turns, grows or shrinks evenly from the first frame to the last. Its
 * texture goes with it; the ground rests.
 *
 * @param size width and height in pixels   @param random for the textures
 */
export function drawMotion(factors: MotionFactors, size: number, random: Random): Video {
  const ground = drawGround(factors, size, random);
  const body = bodyOf(factors, random);
  const frames = Array.from({ length: frameCount }, (_, i) => {
    const frame = { ...ground, data: ground.data.slice() };
    paintShape(frame, changed(body, factors, i / (frameCount - 1)));
    return frame;
  });
  return { frameRate, frames };
}

/** The body at a time of 0…1. */
function changed(body: Body, factors: MotionFactors, time: number): Body {
  const { motion, extent } = factors;
  if (motion === 'turns') return posed(body, { rotation: body.rotation + extent * time });
  if (motion === 'grows' || motion === 'shrinks') {
    const large = motion === 'grows' ? time : 1 - time;
    const smallest = extent / 100;
    return posed(body, { scale: body.scale * (smallest + (1 - smallest) * large) });
  }
  const [right, down] = directions[motion];
  const x = centreAt(factors.x + right * extent * time);
  const y = centreAt(factors.y + down * extent * time);
  return posed(body, { x, y });
}

/** The body in another pose, with its texture in the same place on it. */
function posed(body: Body, pose: Partial<Pick<Body, 'x' | 'y' | 'rotation' | 'scale'>>): Body {
  const now = { ...body, ...pose };
  const angle = ((now.rotation - body.rotation) * Math.PI) / 180;
  const ratio = body.scale / now.scale;
  const [cosine, sine] = [Math.cos(angle) * ratio, Math.sin(angle) * ratio];
  const texture: Texture = (x, y) => {
    const right = x - now.x;
    const up = now.y - y;
    return body.texture(body.x + right * cosine + up * sine, body.y - up * cosine + right * sine);
  };
  return { ...now, texture };
}
