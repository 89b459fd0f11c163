package io.fanfare.embedded;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The ACL users of a server. Where there are some there is one more, by which this JVM and the servers among each other
 * work, whatever the others may do.
 */
final class Users {
    static final String OWN = "fanfare-embedded";
    static final String OWN_PASSWORD = random();

    private final Map<String, List<String>> rules = new LinkedHashMap<>();

    /** Returns the same users, to be changed independently. */
    synchronized Users copy() {
        Users copy = new Users();
        copy.rules.putAll(rules);
        return copy;
    }

    synchronized boolean isEmpty() {
        return rules.isEmpty();
    }

    /** Defines a user anew. */
    synchronized void set(String name, String password, String... more) {
        if (name.isBlank() || name.chars().anyMatch(Character::isWhitespace) || name.equals(OWN)) {
            throw new IllegalArgumentException("user '" + name + "': a name without spaces that is not " + OWN);
        }
        if (password.isEmpty()) {
            throw new IllegalArgumentException("user " + name + ": the password is empty");
        }
        if (rules.isEmpty()) {
            rules.put(OWN, List.of("on", hash(OWN_PASSWORD), "~*", "&*", "+@all"));
        }
        List<String> all = new ArrayList<>(List.of("on", hash(password)));
        all.addAll(List.of(more));
        rules.put(name, all);
    }

    /** Returns the arguments of the command line that define the users. */
    synchronized List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        rules.forEach((name, all) -> {
            arguments.addAll(List.of("--user", name));
            arguments.addAll(all);
        });
        return arguments;
    }

    /** Returns the command that defines a user anew on a running server. */
    synchronized String[] command(String name) {
        List<String> words = new ArrayList<>(List.of("ACL", "SETUSER", name, "reset"));
        words.addAll(rules.getOrDefault(name, List.of()));
        return words.toArray(String[]::new);
    }

    private static String hash(String password) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(password.getBytes(StandardCharsets.UTF_8));
            return "#" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String random() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
