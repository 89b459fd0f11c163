package io.fanfare;

import io.fanfare.spi.PubSubException;

/** What a failure says, for the message of another one. */
final class Reason {
    private Reason() {}

    /** Returns the message without the code that it begins with. */
    static String of(PubSubException failure) {
        String message = String.valueOf(failure.getMessage());
        String code = failure.code() + ": ";
        return message.startsWith(code) ? message.substring(code.length()) : message;
    }
}
