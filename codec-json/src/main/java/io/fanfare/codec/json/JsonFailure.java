package io.fanfare.codec.json;

import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.TypeRef;
import java.lang.reflect.InaccessibleObjectException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** The exceptions of this codec: each names the type, the size and the offset as far as known, and the reason. */
final class JsonFailure {
    private static final int REASON_LIMIT = 300;

    /** The words of the JDK for a member that a method handle may not reach. */
    private static final Pattern REFUSED_MEMBER =
            Pattern.compile(": ([\\w.$]+)\\.[\\w$]+\\.(?:<init>|[\\w$]+)\\W.*, from .*\\(module (\\S+)\\)");

    /** The words of the JDK for a refused reflective access. */
    private static final Pattern REFUSED_ACCESS = Pattern.compile(
            "module (\\S+) does not (?:\"(?:opens|exports)|export) ([^\\s\"]+)\"? to (?:unnamed )?module (\\S+)");

    private JsonFailure() {}

    static PubSubException unsupported(TypeRef<?> type, Throwable cause) {
        return new PubSubException(
                ErrorCode.UNSUPPORTED, "codec json cannot carry " + type + ": " + reason(cause), cause);
    }

    static PubSubException encode(TypeRef<?> type, Throwable cause) {
        return new PubSubException(
                ErrorCode.ENCODE_FAILED, "codec json cannot encode a value as " + type + ": " + reason(cause), cause);
    }

    static PubSubException encode(TypeRef<?> type, String reason) {
        return new PubSubException(
                ErrorCode.ENCODE_FAILED, "codec json cannot encode a value as " + type + ": " + reason);
    }

    static PubSubException decode(TypeRef<?> type, Payload payload, long offset, String reason) {
        return decode(type, payload, offset, reason, null);
    }

    static PubSubException decode(TypeRef<?> type, Payload payload, Throwable cause) {
        long offset = cause instanceof JacksonException e && e.getLocation() != null
                ? e.getLocation().getByteOffset()
                : -1;
        return decode(type, payload, offset, reason(cause), cause);
    }

    private static PubSubException decode(
            TypeRef<?> type, Payload payload, long offset, String reason, @Nullable Throwable cause) {
        return new PubSubException(
                ErrorCode.DECODE_FAILED,
                "codec json cannot decode " + payload + (offset < 0 ? "" : " at offset " + offset) + " as " + type
                        + ": " + reason,
                cause);
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
