// Hindi: the visitor's words and the sentences of the schema, one chunk.
import sentences from "../gen/hi.json";
import words from "./hi.json";

export default { ...sentences, ...words };
