package io.fanfare.faults;

/**
 * The counters of a {@link FaultProxy} at one moment.
 *
 * @param open connections accepted whose two sockets are not both closed
 * @param accepted connections accepted since the start
 * @param unreachable connections that were reset because the server could not be reached
 * @param toServer bytes handed to the sockets of the server
 * @param toClient bytes handed to the sockets of the clients
 * @param discarded bytes read and thrown away, in both directions
 */
public record ProxyStats(long open, long accepted, long unreachable, long toServer, long toClient, long discarded) {
    /** Returns the bytes handed on in a direction. */
    public long bytes(Direction direction) {
        return direction == Direction.TO_SERVER ? toServer : toClient;
    }
}
