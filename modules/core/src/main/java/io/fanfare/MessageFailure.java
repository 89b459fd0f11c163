package io.fanfare;

import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Message;
import io.fanfare.spi.PubSubException;

/**
 * A message that a subscription could not handle: its payload could not be decoded, or the handler threw. The message
 * is skipped; the next one is handled as if nothing had happened.
 */
public final class MessageFailure extends PubSubException {
    private static final long serialVersionUID = 1L;

    private final transient Message rejected;
    private final String codec;

    MessageFailure(ErrorCode code, String what, Message message, String codec, Throwable cause) {
        super(
                code,
                what + " (topic " + message.topic() + ", channel " + message.channel() + ", codec " + codec + ", "
                        + message.payload() + "): " + cause,
                cause);
        this.rejected = message;
        this.codec = codec;
    }

    /** Returns the message with its raw payload. */
    public Message rejected() {
        return rejected;
    }

    /** Returns the id of the codec of the subscription. */
    public String codec() {
        return codec;
    }
}
