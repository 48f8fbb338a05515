import { expect, test } from "vitest";
import { statementPieces } from "../src/lib/payment";

const head = "Txn Date,Description,Ref No./Cheque No.,Debit,Credit,Balance";

test("a short statement is one piece, from its heading to its first blank line", () => {
  const text = `\uFEFFA Bank\r\nAccount 1\r\n\r\n${head}\r\n1,a\tb\r\n2,b\r\n\r\nTotal,5\r\n`;
  expect(statementPieces(text)).toEqual([`${head}\n1,a b\n2,b`]);
});

test("a long one is pieces that each begin with the heading, and no row is lost", () => {
  const rows = Array.from({ length: 1001 }, (_, i) => `row ${i}`);
  const pieces = statementPieces([head, ...rows].join("\n"));
  expect(pieces.map(p => p.split("\n").length - 1)).toEqual([400, 400, 201]);
  expect(pieces.every(p => p.startsWith(head))).toBe(true);
  expect(pieces.flatMap(p => p.split("\n").slice(1))).toEqual(rows);
});

test("a text without a heading goes as it is, for the server to refuse", () => {
  expect(statementPieces("hello")).toEqual(["hello"]);
});
