/**
 * Objects that are as strict as Adobe's types: what the types do not have throws, so does an argument
 * of another type, an action that is made outside the lock, and a member that is not there yet.
 */

import type { Signatures } from "./signatures";

/** Since which version a member is there, by `Type.member`; all else is there since 25.6. */
const SINCE: Record<string, number> = {
  "AudioTrack.createSetNameAction": 26.3,
  "VideoTrack.createSetNameAction": 26.3,
  "ProjectConverter.exportAsOpenTimelineIO": 26.2,
};

/** What JavaScript and its tools look for on any object. */
const ANYBODYS = new Set(["then", "toJSON", "constructor", "$$typeof", "inspect", "nodeType"]);

export class Strictness {
  /** How deep the project is locked. */
  locked = 0;
  private readonly types = new WeakMap<object, string>();

  constructor(
    private readonly signatures: Signatures,
    readonly version: number,
  ) {}

  /** `made` as an object of Adobe's type `name`; `statics` are `nameStatic` there. */
  as<T extends object>(name: string, made: Partial<T>, signed = name): T {
    const members = this.signatures[signed];
    if (!members) {
      throw new Error(`Adobe has no type ${signed}`);
    }
    const there = (key: string): boolean =>
      key in members && (SINCE[`${name}.${key}`] ?? 0) <= this.version;
    const proxy = new Proxy(made as T, {
      has: (_, key) => typeof key === "string" && there(key),
      get: (target, key) => {
        if (typeof key === "symbol" || ANYBODYS.has(key)) {
          return undefined;
        }
        if (!there(key)) {
          throw new TypeError(`${name} of ${this.version} has no member ${key}`);
        }
        const member: unknown = Reflect.get(target, key);
        if (member === undefined) {
          throw new TypeError(`the fake's ${name} lacks ${key}`);
        }
        return typeof member === "function" ? this.checked(`${name}.${key}`, member, members[key]) : member;
      },
      set: (_, key) => {
        throw new TypeError(`${name}.${String(key)} is not to be set`);
      },
    });
    this.types.set(proxy, name);
    return proxy;
  }

  private checked(name: string, member: Function, parameters: Signatures[string][string] | undefined): Function {
    return (...given: unknown[]): unknown => {
      if (/\.create\w*Action$/.test(name) && !this.locked) {
        throw new Error(`${name} outside lockedAccess`);
      }
      if (!parameters || given.length > parameters.length) {
        throw new TypeError(`${name} takes no ${given.length} arguments`);
      }
      parameters.forEach((parameter, index) => {
        const value = given[index];
        if (value === undefined ? !parameter.optional : !this.fits(value, parameter.type)) {
          throw new TypeError(`${name}: ${parameter.type} was to be given, not a ${typeof value}`);
        }
      });
      return member(...given);
    };
  }

  private fits(value: unknown, type: string): boolean {
    if (type.startsWith("(") || type.includes("=>")) {
      return typeof value === "function";
    }
    if (type.endsWith("[]")) {
      return Array.isArray(value) && value.every((each) => this.fits(each, type.slice(0, -2)));
    }
    if (type.includes("|")) {
      return type.split("|").some((each) => this.fits(value, each.trim()));
    }
    if (type.startsWith("Constants.")) {
      return typeof value === "number" || typeof value === "string";
    }
    if (["number", "string", "boolean"].includes(type)) {
      return typeof value === type && !Number.isNaN(value);
    }
    return typeof value === "object" && value !== null && (type === "Action" || this.types.get(value) === type);
  }
}
