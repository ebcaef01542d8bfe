/** What Adobe's types say about every member, read from the types themselves. */

import * as fs from "node:fs";
import * as ts from "typescript";

export interface Parameter {
  type: string;
  optional: boolean;
}

/** The parameters of a method; null for a property. */
export type Members = Record<string, Parameter[] | null>;
export type Signatures = Record<string, Members>;

/** Every object type of a file of types, by its name. */
export function readSignatures(file: string): Signatures {
  const source = ts.createSourceFile(file, fs.readFileSync(file, "utf8"), ts.ScriptTarget.ES2020);
  const found: Signatures = {};
  for (const statement of source.statements) {
    if (ts.isTypeAliasDeclaration(statement) && ts.isTypeLiteralNode(statement.type)) {
      found[statement.name.text] = membersOf(statement.type, source);
    }
  }
  return found;
}

function membersOf(type: ts.TypeLiteralNode, source: ts.SourceFile): Members {
  const members: Members = {};
  for (const member of type.members) {
    if (ts.isMethodSignature(member)) {
      members[member.name.getText(source)] = member.parameters.map((parameter) => ({
        type: parameter.type?.getText(source) ?? "unknown",
        optional: Boolean(parameter.questionToken),
      }));
    } else if (ts.isPropertySignature(member)) {
      members[member.name.getText(source)] = null;
    }
  }
  return members;
}
