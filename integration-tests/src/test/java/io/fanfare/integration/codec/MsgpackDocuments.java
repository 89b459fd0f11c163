package io.fanfare.integration.codec;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Makes MessagePack values that are valid, in every form of the format, not only the shortest. */
final class MsgpackDocuments {
    private static final String[] TEXTS = {
        "",
        "id",
        "name",
        "colour",
        "RED",
        "shape",
        "circle",
        "box",
        "width",
        "members",
        "tree",
        "binary",
        "next",
        "ключ",
        "ünï 漢字 📚\u0000",
        "2026-11-23T07:00:00Z",
        "12345678901234567890.1200"
    };

    private final Random random;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private MsgpackDocuments(Random random) {
        this.random = random;
    }

    static byte[] make(Random random) {
        MsgpackDocuments document = new MsgpackDocuments(random);
        document.value(0);
        return document.out.toByteArray();
    }

    private void value(int depth) {
        int kind = random.nextInt(depth == 0 ? 5 : depth < 4 ? 13 : 30);
        switch (kind) {
            case 0, 1, 2 -> map(depth);
            case 3, 4 -> array(depth);
            case 5, 6 -> integer();
            case 7 -> out.write(0xC0);
            case 8 -> out.write(random.nextBoolean() ? 0xC2 : 0xC3);
            case 9 -> bytes(random.nextBoolean() ? 0xCA : 0xCB);
            case 10 -> binary();
            case 11 -> timestamp();
            default -> text();
        }
    }

    private void map(int depth) {
        int size = random.nextInt(6);
        header(size, 0x80, 0, 0xDE, 0xDF);
        for (int i = 0; i < size; i++) {
            if (random.nextInt(10) == 0) {
                integer();
            } else {
                text();
            }
            value(depth + 1);
        }
    }

    private void array(int depth) {
        int size = random.nextInt(6);
        header(size, 0x90, 0, 0xDC, 0xDD);
        for (int i = 0; i < size; i++) {
            value(depth + 1);
        }
    }

    private void text() {
        byte[] utf8 = TEXTS[random.nextInt(TEXTS.length)].getBytes(StandardCharsets.UTF_8);
        header(utf8.length, utf8.length < 32 ? 0xA0 : 0, 0xD9, 0xDA, 0xDB);
        out.writeBytes(utf8);
    }

    private void binary() {
        byte[] body = new byte[random.nextInt(20)];
        random.nextBytes(body);
        header(body.length, 0, 0xC4, 0xC5, 0xC6);
        out.writeBytes(body);
    }

    private void integer() {
        switch (random.nextInt(3)) {
            case 0 -> out.write(random.nextInt(0x80));
            case 1 -> out.write(0xE0 + random.nextInt(0x20));
            default -> bytes(0xCC + random.nextInt(8));
        }
    }

    /** Writes a number of a fixed width, with random bytes. */
    private void bytes(int head) {
        byte[] body = new byte[head == 0xCA ? 4 : head == 0xCB ? 8 : 1 << ((head - 0xCC) & 3)];
        random.nextBytes(body);
        out.write(head);
        out.writeBytes(body);
    }

    private void timestamp() {
        ByteBuffer body = ByteBuffer.allocate(15);
        switch (random.nextInt(3)) {
            case 0 -> body.put((byte) 0xD6).put((byte) -1).putInt(random.nextInt());
            case 1 ->
                body.put((byte) 0xD7)
                        .put((byte) -1)
                        .putLong((long) random.nextInt(1_000_000_000) << 34 | random.nextInt(99));
            default ->
                body.put((byte) 0xC7)
                        .put((byte) 12)
                        .put((byte) -1)
                        .putInt(random.nextInt(1_000_000_000))
                        .putLong(random.nextInt());
        }
        out.write(body.array(), 0, body.position());
    }

    /** Writes a length in one of the forms: in the head, or after it in 1, 2 or 4 bytes; 0 for a form there is not. */
    private void header(int length, int inHead, int after1, int after2, int after4) {
        int form = random.nextInt(6);
        if (form == 0 && after2 != 0) {
            out.write(after2);
            out.write(0);
            out.write(length);
        } else if (form == 1) {
            out.write(after4);
            out.writeBytes(new byte[3]);
            out.write(length);
        } else if (inHead != 0 && (form > 2 || after1 == 0)) {
            out.write(inHead | length);
        } else {
            out.write(after1);
            out.write(length);
        }
    }
}
