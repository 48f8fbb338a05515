// English: the visitor's words and the sentences of the schema, one chunk.
import sentences from "../gen/en.json";
import words from "./en.json";

export default { ...sentences, ...words };
