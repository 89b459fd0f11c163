package io.fanfare.codec.jackson;

import io.fanfare.spi.DecodeException;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.TypeRef;
import java.lang.reflect.InaccessibleObjectException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.io.ContentReference;

/**
 * The exceptions of one codec: each names the type, the size and the offset as far as known, and the reason.
 *
 * @param codec the id of the codec
 */
public record Failures(String codec) {
    private static final int REASON_LIMIT = 300;

    /** The words of the JDK for a member that a method handle may not reach. */
    private static final Pattern REFUSED_MEMBER =
            Pattern.compile(": ([\\w.$]+)\\.[\\w$]+\\.(?:<init>|[\\w$]+)\\W.*, from .*\\(module (\\S+)\\)");

    /** The words of the JDK for a refused reflective access. */
    private static final Pattern REFUSED_ACCESS = Pattern.compile(
            "module (\\S+) does not (?:\"(?:opens|exports)|export) ([^\\s\"]+)\"? to (?:unnamed )?module (\\S+)");

    /** Returns the cause of a failure to decode: what is wrong at an offset of the payload. */
    public static StreamReadException fault(@Nullable JsonParser parser, long offset, String reason) {
        return new StreamReadException(
                parser, reason, new TokenStreamLocation(ContentReference.redacted(), offset, -1, -1, -1));
    }

    PubSubException unsupported(TypeRef<?> type, Throwable cause) {
        return new PubSubException(
                ErrorCode.UNSUPPORTED, "codec " + codec + " cannot carry " + type + ": " + reason(cause), cause);
    }

    PubSubException encode(TypeRef<?> type, @Nullable Throwable cause, String reason) {
        return new PubSubException(
                ErrorCode.ENCODE_FAILED, "codec " + codec + " cannot encode a value as " + type + ": " + reason, cause);
    }

    PubSubException encode(TypeRef<?> type, Throwable cause) {
        return encode(type, cause, reason(cause));
    }

    /**
     * Returns the failure to decode a payload.
     *
     * @param reached the offset that was reached, for a cause that has none
     */
    DecodeException decode(TypeRef<?> type, Payload payload, Throwable cause, long reached) {
        long offset = cause instanceof JacksonException e && e.getLocation() != null
                ? e.getLocation().getByteOffset()
                : -1;
        return new DecodeException(codec, type, payload, offset < 0 ? reached : offset, reason(cause), cause);
    }

    private static String reason(Throwable cause) {
        if (cause instanceof StackOverflowError) {
            return "it is nested too deeply for the stack of this thread, or refers to itself";
        }
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof InaccessibleObjectException || at instanceof IllegalAccessException) {
                return accessRefused(at);
            }
        }
        String text = cause instanceof JacksonException e ? e.getOriginalMessage() : cause.toString();
        return text == null || text.length() <= REASON_LIMIT
                ? String.valueOf(text)
                : text.substring(0, REASON_LIMIT) + "…";
    }

    private static String accessRefused(Throwable cause) {
        String text = String.valueOf(cause.getMessage());
        Matcher words = REFUSED_ACCESS.matcher(text);
        if (!words.find()) {
            Matcher member = REFUSED_MEMBER.matcher(text);
            return member.find()
                    ? "Jackson cannot reach package " + member.group(1)
                            + "; add to the module-info.java of its module: opens " + member.group(1) + " to "
                            + member.group(2) + ";"
                    : text;
        }
        String owner = words.group(1);
        String opened = words.group(2);
        String reader = words.group(3);
        return "Jackson cannot reach package " + opened + " of module " + owner
                + (reader.startsWith("@")
                        ? "; start Java with --add-opens " + owner + "/" + opened + "=ALL-UNNAMED"
                        : "; add to the module-info.java of its module: opens " + opened + " to " + reader + ";");
    }
}
