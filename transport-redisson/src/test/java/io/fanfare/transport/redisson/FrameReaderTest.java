package io.fanfare.transport.redisson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fanfare.spi.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
    private static final String EVERY_TYPE = String.join(
            "\r\n",
            "+OK",
            "-ERR no",
            ":-42",
            "$3",
            "a\r\n",
            "$0",
            "",
            "$-1",
            "*-1",
            "*0",
            "_",
            "#t",
            "#f",
            ",1.5",
            "(123456789012345678901",
            "=7",
            "txt:abc",
            "!5",
            "ERR x",
            "~2",
            ":1",
            ":2",
            "%1",
            "+k",
            "*2",
            ":1",
            "*0",
            "|1",
            "+ttl",
            ":7",
            "*2",
            "|1",
            "+a",
            "*1",
            ":9",
            ":1",
            "$1",
            "z",
            ">3",
            "$7",
            "message",
            "$1",
            "c",
            "$2",
            "hi",
            "");

    @Test
    void readsEveryTypeSplitAtEveryByte() throws MalformedFrame {
        byte[] bytes = EVERY_TYPE.getBytes(StandardCharsets.US_ASCII);
        List<Reply> whole = read(bytes, bytes.length);
        assertThat(whole).hasSize(19);
        assertThat(whole.get(2)).isEqualTo(new Reply.OfNumber(-42));
        assertThat(whole.get(3)).hasToString("a\r\n");
        assertThat(whole.subList(5, 7)).containsOnly(new Reply.OfNull());
        assertThat(whole.get(13)).hasToString("abc");
        assertThat(whole.get(14)).isEqualTo(new Reply.OfError("ERR x"));
        assertThat(((Reply.OfList) whole.get(17)).values()).hasSize(2);
        for (int piece = 1; piece < bytes.length; piece++) {
            assertThat(read(bytes, piece)).as("pieces of %d", piece).isEqualTo(whole);
        }
    }

    @Test
    void readsALargeFrameInSmallPiecesAndRandomFramesBehindIt() throws MalformedFrame {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder("*50000\r\n");
        for (int i = 0; i < 50_000; i++) {
            text.append("$5\r\n").append(10_000 + i).append("\r\n");
        }
        text.append("$300000\r\n").append("x".repeat(300_000)).append("\r\n");
        for (int i = 0; i < 1_000; i++) {
            int length = random.nextInt(200);
            text.append('$')
                    .append(length)
                    .append("\r\n")
                    .append("\r".repeat(length))
                    .append("\r\n");
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
        List<Reply> replies = read(bytes, 1 + random.nextInt(100));
        assertThat(replies).as("seed %d", seed).hasSize(1_002);
        assertThat(((Reply.OfList) replies.get(0)).values().get(49_999)).hasToString("59999");
        assertThat(((Reply.OfBytes) replies.get(1)).value()).hasSize(300_000);
        assertThat(replies).isEqualTo(read(bytes, bytes.length));
    }

    @Test
    void refusesWhatIsNotRespOrExceedsALimit() {
        List<String> bad = List.of(
                "?1\r\n",
                "$3\r\nabcd\r\n",
                "$-2\r\n",
                "$x\r\n",
                "$\r\n",
                "$2000000000\r\n",
                "*99999999\r\n",
                ":1\n",
                "\r\n",
                "*1\r\n".repeat(FrameReader.MAX_DEPTH + 1),
                "+" + "x".repeat(FrameReader.MAX_LINE + 1));
        for (String text : bad) {
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            assertThatThrownBy(() -> read(bytes, bytes.length))
                    .as(text.substring(0, Math.min(20, text.length())))
                    .isInstanceOf(MalformedFrame.class);
        }
    }

    private static List<Reply> read(byte[] bytes, int piece) throws MalformedFrame {
        FrameReader reader = new FrameReader();
        List<Reply> replies = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += piece) {
            int length = Math.min(piece, bytes.length - at);
            System.arraycopy(bytes, at, reader.reserve(length), reader.end(), length);
            reader.written(length);
            while (reader.next()) {
                replies.add(new Replies(reader).read());
            }
        }
        return replies;
    }
}
