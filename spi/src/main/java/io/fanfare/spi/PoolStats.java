package io.fanfare.spi;

/**
 * The numbers of a pool at one moment.
 *
 * @param max the most connections it may open
 * @param open connections that are open
 * @param idle open connections that are not on lease
 * @param leased leases that are out; 0 for a pool whose leases share connections
 * @param waiting callers that wait for a lease
 * @param opened connections opened since the pool was
 * @param reused leases served at once by an open connection
 * @param waited leases for which the caller had to wait for a connection
 */
public record PoolStats(int max, int open, int idle, long leased, int waiting, long opened, long reused, long waited) {
    @Override
    public String toString() {
        return "max=" + max + ", open=" + open + ", idle=" + idle + ", leased=" + leased + ", waiting=" + waiting;
    }
}
