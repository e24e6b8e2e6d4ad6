// Invented documents for the tests, made here so that what is in them can be read here.

import { crc32 } from "node:zlib";

/** An invented report of a township. */
export const REPORT = `临江县柳林镇人民政府
关于2023年度防汛工作情况的报告

临柳政〔2023〕18号

临江县防汛抗旱指挥部：
今年入汛以来，镇党委书记沈怀瑾先后12次到白鹭村、青石湾村检查，投入资金86.5万元，转移群众1,260余人。沈怀瑾要求各村落实责任。
临江县财政局拨付补助3.2亿元，完成率95%。贯彻党的二十大精神，落实“三重一大”制度。
新建避险点XX处，责任人【填写姓名】，联系电话0571-88006633。
信息员小舟同志负责报送，小舟同志每日值守。
2023年11月6日
`;

const CONTENT_TYPES = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`;
const RELATIONS = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`;

/** @param {string} text */
const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/**
 * A Word document with these paragraphs, and a table with these rows behind them.
 * @param {string[]} paragraphs
 * @param {string[][]} [rows]
 */
export function docx(paragraphs, rows = []) {
  const paragraph = (/** @type {string} */ text) => `<w:p><w:r><w:t xml:space="preserve">${escape(text)}</w:t></w:r></w:p>`;
  const cell = (/** @type {string} */ text) => `<w:tc>${paragraph(text)}</w:tc>`;
  const table = rows.length > 0 ? `<w:tbl>${rows.map((row) => `<w:tr>${row.map(cell).join("")}</w:tr>`).join("")}</w:tbl>` : "";
  const body = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${paragraphs.map(paragraph).join("")}${table}<w:sectPr/></w:body></w:document>`;
  return zip({ "[Content_Types].xml": CONTENT_TYPES, "_rels/.rels": RELATIONS, "word/document.xml": body });
}

/**
 * A zip archive whose entries are stored as they are.
 * @param {Record<string, string>} entries
 */
export function zip(entries) {
  const [parts, directory] = [/** @type {Buffer[]} */ ([]), /** @type {Buffer[]} */ ([])];
  let offset = 0;
  for (const [name, text] of Object.entries(entries)) {
    const [path, content] = [Buffer.from(name), Buffer.from(text)];
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x0800, 2);
    common.writeUInt32LE(0x5a210000, 6);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(content.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(path.length, 22);
    parts.push(Buffer.from("PK\x03\x04", "latin1"), common, path, content);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.from("PK\x01\x02\x14\x00", "latin1"), common, tail, path);
    offset += 30 + path.length + content.length;
  }
  const size = directory.reduce((sum, piece) => sum + piece.length, 0);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", 0, "latin1");
  end.writeUInt16LE(Object.keys(entries).length, 8);
  end.writeUInt16LE(Object.keys(entries).length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

/**
 * An invented collection of reports of about so many bytes, with a finding every two hundred of them.
 * @param {number} bytes
 */
export function large(bytes) {
  const surnames = [..."赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"];
  const names = [..."明远怀瑾志强秀英晓芸立新海燕国庆丽华建军"];
  let seed = 1;
  const random = (/** @type {number} */ below) => (seed = (seed * 48271) % 2147483647) % below;
  const lines = [];
  let size = 0;
  for (let number = 1; size < bytes; number += 1) {
    const name = `${surnames[random(surnames.length)]}${names[random(names.length)]}${names[random(names.length)]}`;
    const figures = `全年投入资金${random(90) + 1}.${random(10)}万元，转移群众${random(900) + 100}人。`;
    const line = `（${number}）镇党委书记${name}到现场检查指导，会议指出，要坚持以人民为中心的发展思想，把各项工作做深做细做实，进一步完善工作机制，强化责任落实，推动形成齐抓共管的良好局面。${figures}`;
    lines.push(line);
    size += Buffer.byteLength(line) + 1;
  }
  return lines.join("\n");
}
