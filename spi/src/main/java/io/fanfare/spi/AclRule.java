package io.fanfare.spi;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the ACL rule by which a server would have taken what it refused with {@code NOPERM}. */
final class AclRule {
    /** Redis 6 to 8 and Valkey name the command in quotes, a subcommand after a bar. */
    private static final Pattern COMMAND = Pattern.compile("\\brun the '([^']+)' command");

    private AclRule() {}

    /**
     * Returns the rule.
     *
     * @param command the command that was refused, with its topic or channel after the first space if it has one
     * @param reply the server's words
     * @return null if they name neither a command nor a channel
     */
    static @Nullable String allowing(String command, String reply) {
        Matcher named = COMMAND.matcher(reply);
        if (named.find()) {
            return "+" + named.group(1).toLowerCase(Locale.ROOT);
        }
        int space = command.indexOf(' ');
        return space >= 0 && reply.contains("channel") ? "&" + command.substring(space + 1) : null;
    }
}
