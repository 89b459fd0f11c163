package io.fanfare.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server needs of the {@code redis-server} on the {@code PATH}, which others chose; without it the shipped one
 * is taken.
 *
 * @param major the oldest major version that will do
 */
record Needs(int major, boolean tls) {
    static final Needs NOTHING = new Needs(0, false);

    private static final Pattern VERSION = Pattern.compile("\\bv=(\\d{1,4})\\.");
    private static final String WOULD_RUN = "not listen anywhere";
    private static final long SECONDS = 5;

    /** Tries a binary; one that cannot be tried does not do. */
    boolean metBy(Path binary) {
        return (major == 0 || majorOf(binary) >= major)
                && (!tls || output(binary, "--port", "0", "--tls-port", "0").contains(WOULD_RUN));
    }

    private static int majorOf(Path binary) {
        Matcher version = VERSION.matcher(output(binary, "--version"));
        return version.find() ? Integer.parseInt(version.group(1)) : 0;
    }

    /** Returns what a process that ends by itself prints, nothing for one that does not. */
    private static String output(Path binary, String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = binary.toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "";
            }
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedRedisException("The trial of " + binary + " was interrupted", e);
        }
    }
}
