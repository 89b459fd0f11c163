package io.fanfare;

/** Makes Fanfare's threads: named, and daemons. */
final class ClientThread {
    private ClientThread() {}

    static Thread of(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
