package io.fanfare.integration.codec;

import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Whether bytes are exactly one JSON text in UTF-8. */
final class JsonOracle {
    private static final JsonFactory FACTORY = new JsonFactory();

    /**
     * White space behind each text, so that it has four bytes at least. Jackson looks for UTF-16 and UTF-32 in two
     * ways, and HotSpot's second compiler (seen in 17.0.15 and 25) makes of both together code that reads beyond the
     * end of a text of one byte, once many texts had two or three.
     */
    private static final byte[] BEHIND = {' ', ' ', ' '};

    private JsonOracle() {}

    /** Tells it by the parser of Jackson. */
    static boolean accepts(byte[] bytes) {
        for (byte b : bytes) {
            // Jackson takes these for a sign of UTF-16 or UTF-32
            if (b == 0) {
                return false;
            }
        }
        if (bytes.length >= 2 && (bytes[0] & 0xfe) == 0xfe) {
            return false;
        }
        byte[] text = Arrays.copyOf(bytes, bytes.length + BEHIND.length);
        System.arraycopy(BEHIND, 0, text, bytes.length, BEHIND.length);
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            // a text or number is looked at as a whole only when asked for
            if (parser.currentToken().isScalarValue()) {
                String unused = parser.getString();
            }
            return parser.nextToken() == null;
        } catch (JacksonException e) {
            return false;
        }
    }

    /**
     * Tells by the grammar alone, of RFC 8259, which first bytes no text has, white space and byte order mark included.
     */
    static boolean neverFirst(int first) {
        return "{[\"-0123456789tfn \t\r\n\u00ef".indexOf(first) < 0;
    }
}
