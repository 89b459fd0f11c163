package io.fanfare.embedded;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a Sentinel says of the watched master at one time.
 *
 * @param masterPort where it takes the master to be
 * @param flags of the master, such as {@code master} or {@code master,s_down}
 * @param others how many other Sentinels it knows
 * @param replicas the flags of each replica that it knows, by port
 */
record SentinelState(int masterPort, String flags, int others, Map<Integer, String> replicas) {
    private static final int ANSWER_MILLIS = 2000;

    static SentinelState of(EmbeddedRedis sentinel, String name) {
        try (RespSocket socket = sentinel.access().open(ANSWER_MILLIS)) {
            Map<String, String> master = pairs(socket.call("SENTINEL", "MASTER", name));
            Map<Integer, String> replicas = new HashMap<>();
            // the answer is an array of arrays; each begins with the field name
            for (String replica : ("\n" + socket.call("SENTINEL", "REPLICAS", name)).split("\nname\n", -1)) {
                if (!replica.isBlank()) {
                    Map<String, String> fields = pairs("name\n" + replica);
                    replicas.put(number(fields, "port"), fields.getOrDefault("flags", ""));
                }
            }
            return new SentinelState(
                    number(master, "port"),
                    master.getOrDefault("flags", ""),
                    number(master, "num-other-sentinels"),
                    replicas);
        } catch (IOException | NumberFormatException e) {
            throw new EmbeddedRedisException("The Sentinel " + sentinel + " does not tell its state: " + e, e);
        }
    }

    private static int number(Map<String, String> fields, String name) {
        return Integer.parseInt(fields.getOrDefault(name, ""));
    }

    private static Map<String, String> pairs(String answer) {
        List<String> words = List.of(answer.split("\n", -1));
        Map<String, String> pairs = new HashMap<>();
        for (int i = 0; i + 1 < words.size(); i += 2) {
            pairs.put(words.get(i), words.get(i + 1));
        }
        return pairs;
    }
}
