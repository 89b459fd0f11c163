package io.fanfare.transport.jedis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.transport.jedis.MessageStream.MessageView;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageStreamTest {
    @ParameterizedTest
    @ValueSource(chars = {'*', '>'})
    void tellsMessagesOfOneTopicInARowFromOthers(char type) {
        MessageStream in = stream(type);
        assertThat(taken(in, 9, false))
                .containsExactly(
                        "CHANNEL a a=1",
                        "CHANNEL a a=2 again",
                        "CHANNEL a a= again",
                        "CHANNEL ab ab=3",
                        "CHANNEL a a=4",
                        "SHARD_CHANNEL a a=5",
                        "PATTERN a a=6",
                        "PATTERN a ab=7",
                        "CHANNEL b b=8");
    }

    @ParameterizedTest
    @ValueSource(chars = {'*', '>'})
    void saysNothingOfTheMessageBeforeWhenToldToForgetIt(char type) {
        assertThat(taken(stream(type), 3, true)).containsExactly("CHANNEL a a=1", "CHANNEL a a=2", "CHANNEL a a=");
    }

    private static List<String> taken(MessageStream in, int count, boolean forget) {
        MessageView view = new MessageView();
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            assertThat(in.takeMessage(view, true)).isSameAs(view);
            taken.add(view.kind + " " + text(view, view.topicStart, view.topicLength) + " "
                    + text(view, view.channelStart, view.channelLength) + "="
                    + new String(view.payload, StandardCharsets.UTF_8)
                    + (view.isOfSameTopic ? " again" : ""));
            if (forget) {
                in.forget();
            }
        }
        return taken;
    }

    private static String text(MessageView view, int start, int length) {
        return new String(view.buffer, start, length, StandardCharsets.UTF_8);
    }

    private static MessageStream stream(char type) {
        String frames = frame(type, "message", "a", "1")
                + frame(type, "message", "a", "2")
                + frame(type, "message", "a", "")
                + frame(type, "message", "ab", "3")
                + frame(type, "message", "a", "4")
                + frame(type, "smessage", "a", "5")
                + frame(type, "pmessage", "a", "a", "6")
                + frame(type, "pmessage", "a", "ab", "7")
                + frame(type, "message", "b", "8");
        return new MessageStream(new ByteArrayInputStream(frames.getBytes(StandardCharsets.UTF_8)), 64 * 1024);
    }

    private static String frame(char type, String... parts) {
        StringBuilder frame =
                new StringBuilder().append(type).append(parts.length).append("\r\n");
        for (String part : parts) {
            frame.append('$').append(part.length()).append("\r\n").append(part).append("\r\n");
        }
        return frame.toString();
    }
}
