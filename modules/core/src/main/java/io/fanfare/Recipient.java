package io.fanfare;

import io.fanfare.spi.Message;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Topic;
import java.util.List;

/** One who wants a topic of a {@link Subscriber}: a subscription of the application, or the client's own probe. */
interface Recipient {
    Topic topic();

    /** Returns whether this is the client's own and not the application's: no state waits for it, no gap is told. */
    boolean isOwn();

    /** Takes messages; called on the thread that reads the connection. */
    void offer(List<Message> messages);

    /** Notes that the server has confirmed; returns whether it had done so before. Under the subscriber's lock. */
    boolean confirm();

    /** Returns whether the server has ever confirmed. Under the subscriber's lock. */
    boolean isConfirmed();

    /** The server has confirmed for the first time. */
    void tellReady();

    /** Messages may have been lost. */
    void tell(Gap gap);

    /** It ends, since the server refuses the topic for good or the client no longer subscribes. */
    void fail(PubSubException cause);

    /** It ends with its subscriber. */
    void close();
}
