package io.fanfare.integration.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fanfare.Providers;
import io.fanfare.spi.Codec;
import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.DecodeException;
import io.fanfare.spi.Payload;
import io.fanfare.spi.TypeRef;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code auto} decides for every payload of one, two and three bytes, against the libraries of both formats. */
class AutoTablesIT {
    private static final Providers PROVIDERS = Providers.discover();
    private static final CodecProvider JSON = PROVIDERS.codec("json");
    private static final CodecProvider MSGPACK = PROVIDERS.codec("msgpack");

    /** Of the three-byte payloads that begin as neither format does, each that is a multiple of this is decoded. */
    private static final int STEP = 97;

    private final Codec<Object> auto = PROVIDERS.codec("auto").codec(TypeRef.of(Object.class));
    private final Codec<String> deciding = PROVIDERS
            .with(new Deciding(JSON), new Deciding(MSGPACK))
            .codec("auto")
            .codec(TypeRef.of(String.class));

    @Test
    void allPayloadsOfOneByte() {
        int both = 0;
        for (int first = 0; first < 256; first++) {
            byte[] bytes = {(byte) first};
            boolean json = JsonOracle.accepts(bytes);
            boolean msgpack = MsgpackOracle.accepts(bytes);
            assertThat(JSON.recognises(Payload.of(bytes))).as("0x%02x", first).isEqualTo(json);
            assertThat(MSGPACK.recognises(Payload.of(bytes)))
                    .as("0x%02x", first)
                    .isEqualTo(msgpack);
            assertThat(msgpack && MsgpackOracle.never(first, 1)).isFalse();
            if (json && msgpack) {
                both++;
                assertThat(first).isBetween((int) '0', (int) '9');
                assertThatThrownBy(() -> auto.decode(Payload.of(bytes)))
                        .isInstanceOf(DecodeException.class)
                        .hasMessageContaining("it has different meanings in the formats msgpack, json");
            } else {
                decidedAsTheCodecDoes(bytes, json, msgpack);
            }
        }
        assertThat(both).isEqualTo(10);
    }

    @Test
    void allPayloadsOfTwoBytes() {
        for (int i = 0; i < 1 << 16; i++) {
            byte[] bytes = {(byte) (i >> 8), (byte) i};
            boolean json = JsonOracle.accepts(bytes);
            boolean msgpack = MsgpackOracle.accepts(bytes);
            assertThat(json && msgpack).isFalse();
            assertThat(json && JsonOracle.neverFirst(i >> 8)).isFalse();
            assertThat(msgpack && MsgpackOracle.never(i >> 8, 2)).isFalse();
            decidedAsTheCodecDoes(bytes, json, msgpack);
        }
    }

    @Test
    void allPayloadsOfThreeBytes() {
        AtomicInteger ofJson = new AtomicInteger();
        AtomicInteger ofMsgpack = new AtomicInteger();
        IntStream.range(0, 256).parallel().forEach(first -> {
            byte[] bytes = new byte[3];
            Payload payload = Payload.of(bytes);
            for (int rest = 0; rest < 1 << 16; rest++) {
                bytes[0] = (byte) first;
                bytes[1] = (byte) (rest >> 8);
                bytes[2] = (byte) rest;
                boolean json = !JsonOracle.neverFirst(first) && JsonOracle.accepts(bytes);
                boolean msgpack = !MsgpackOracle.never(first, 3) && MsgpackOracle.accepts(bytes);
                if (json) {
                    ofJson.incrementAndGet();
                }
                if (msgpack) {
                    ofMsgpack.incrementAndGet();
                }
                decided(payload, json, msgpack);
            }
        });
        // as the grammars of both formats have it
        assertThat(ofJson).hasValue(2_706);
        assertThat(ofMsgpack).hasValue(270_978);
    }

    @Test
    void theTableInTheDocumentsSaysWhatTheFormatsRecognise() {
        FirstBytes table = FirstBytes.documented();
        assertThat(table.alone()).hasSize(256);
        for (int first = 0; first < 256; first++) {
            assertThat(table.alone().get(first)).as("0x%02x alone", first).isEqualTo(recognised(new byte[] {(byte) first
            }));
            Set<String> longer = new HashSet<>();
            for (byte[] payload : longer(first)) {
                longer.addAll(recognised(payload));
            }
            assertThat(table.longer().get(first))
                    .as("0x%02x with more after it", first)
                    .isEqualTo(longer);
        }
    }

    /**
     * Returns all payloads of two and three bytes with this first one, and at least one of each kind of longer value.
     */
    private static Iterable<byte[]> longer(int first) {
        // 31 zeros are the longest value with a fixed length; JSON begins with a word or a byte order mark
        Stream<byte[]> zeros = IntStream.rangeClosed(2, 32).mapToObj(byte[]::new);
        Stream<byte[]> words = Stream.of("true", "false", "null", "\uFEFF1").map(text -> text.getBytes(UTF_8));
        Stream<byte[]> three = IntStream.range(0, 1 << 16).mapToObj(i -> new byte[] {0, (byte) (i >> 8), (byte) i});
        Stream<byte[]> two = IntStream.range(0, 1 << 8).mapToObj(i -> new byte[] {0, (byte) i});
        return () -> Stream.concat(
                        words.filter(word -> (word[0] & 0xff) == first),
                        Stream.of(zeros, two, three).flatMap(all -> all))
                .peek(payload -> payload[0] = (byte) first)
                .iterator();
    }

    private static Set<String> recognised(byte[] payload) {
        return Stream.of(JSON, MSGPACK)
                .filter(format -> format.recognises(Payload.of(payload)))
                .map(CodecProvider::id)
                .collect(Collectors.toSet());
    }

    /** Checks that the payload goes to the format that it is of, and that one of neither is refused. */
    private void decidedAsTheCodecDoes(byte[] bytes, boolean json, boolean msgpack) {
        Payload payload = Payload.of(bytes);
        decided(payload, json, msgpack);
        String shown = HexFormat.of().formatHex(bytes);
        if (json || msgpack) {
            Object value = value(json ? JSON : MSGPACK, payload);
            assertThat(value(PROVIDERS.codec("auto"), payload)).as(shown).isEqualTo(value);
        } else {
            assertThatThrownBy(() -> auto.decode(payload)).as(shown).isInstanceOf(DecodeException.class);
        }
    }

    private static Object value(CodecProvider provider, Payload payload) {
        try {
            return provider.codec(TypeRef.of(Object.class)).decode(payload);
        } catch (DecodeException e) {
            // null, and an extension that no type stands for, are well-formed and no value
            return DecodeException.class;
        }
    }

    private void decided(Payload payload, boolean json, boolean msgpack) {
        boolean mayBeJson = JSON.mayBegin(payload);
        boolean mayBeMsgpack = MSGPACK.mayBegin(payload);
        if ((json && !mayBeJson) || (msgpack && !mayBeMsgpack) || (mayBeJson && mayBeMsgpack && payload.length() > 1)) {
            throw wrong(payload, json, msgpack);
        }
        if (mayBeJson || mayBeMsgpack) {
            String format = deciding(payload);
            if ((json && !format.equals("json")) || (msgpack && !format.equals("msgpack"))) {
                throw wrong(payload, json, msgpack);
            }
            if (JSON.recognises(payload) != json || MSGPACK.recognises(payload) != msgpack) {
                throw wrong(payload, json, msgpack);
            }
        } else if (payload.length() < 3 || number(payload) % STEP == 0) {
            assertThatThrownBy(() -> deciding.decode(payload)).isInstanceOf(DecodeException.class);
        }
    }

    /** Returns the format that the payload is given to; empty if it is refused before. */
    private String deciding(Payload payload) {
        try {
            return deciding.decode(payload);
        } catch (DecodeException e) {
            return "";
        }
    }

    private static int number(Payload payload) {
        int number = 0;
        for (byte b : payload.toByteArray()) {
            number = (number << 8) | (b & 0xff);
        }
        return number;
    }

    private static AssertionError wrong(Payload payload, boolean json, boolean msgpack) {
        return new AssertionError(HexFormat.of().formatHex(payload.toByteArray()) + " is "
                + (json ? "JSON " : "no JSON ") + (msgpack ? "and MessagePack" : "and no MessagePack"));
    }
}
