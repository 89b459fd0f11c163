package io.fanfare.embedded;

import java.io.IOException;
import java.util.List;

/** What a running server says about itself. */
record ServerInfo(String version, long pid) {
    /**
     * Asks a server, with PING and then INFO.
     *
     * @param timeoutMillis how long each answer may take
     */
    static ServerInfo ask(Access access, int timeoutMillis) throws IOException {
        try (RespSocket socket = access.open(timeoutMillis)) {
            String pong = socket.call("PING");
            if (!pong.equals("PONG")) {
                throw new IOException("PING was answered by " + pong);
            }
            List<String> lines = socket.call("INFO", "server").lines().toList();
            String redis = value(lines, "redis_version");
            String valkey = value(lines, "valkey_version");
            return new ServerInfo(valkey.isEmpty() ? redis : valkey, Long.parseLong(value(lines, "process_id")));
        } catch (NumberFormatException e) {
            throw new IOException("INFO was answered without a process_id", e);
        }
    }

    private static String value(List<String> lines, String name) {
        for (String line : lines) {
            if (line.startsWith(name + ":")) {
                return line.substring(name.length() + 1).strip();
            }
        }
        return "";
    }
}
