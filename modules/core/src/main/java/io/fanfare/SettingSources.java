package io.fanfare;

import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Option;
import io.fanfare.spi.PubSubException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads settings from {@code fanfare.properties}, the environment and system properties; the later count before the
 * earlier.
 */
final class SettingSources {
    private static final String PREFIX = "fanfare.";
    private static final String FILE = "fanfare.properties";

    private SettingSources() {}

    static Map<Option<?>, Object> read() {
        return read(file(), System.getenv(), System.getProperties());
    }

    static Map<Option<?>, Object> read(@Nullable URL file, Map<String, String> environment, Properties system) {
        Map<Option<?>, Object> values = new HashMap<>();
        if (file != null) {
            Properties properties = load(file);
            for (String name : properties.stringPropertyNames()) {
                put(values, named(name, file.toString()), properties.getProperty(name), file.toString());
            }
        }
        for (Option<?> option : Settings.options()) {
            String variable = variable(option);
            String text = environment.get(variable);
            if (text != null) {
                put(values, option, text, "the environment variable " + variable);
            }
            String property = system.getProperty(PREFIX + option.name());
            if (property != null) {
                put(values, option, property, "the system property " + PREFIX + option.name());
            }
        }
        return values;
    }

    /** Returns the option of a name, with or without the prefix. */
    static Option<?> named(String name, String source) {
        String bare = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
        return Settings.options().stream()
                .filter(option -> option.name().equals(bare))
                .findFirst()
                .orElseThrow(() -> unknown(name, source));
    }

    static PubSubException unknown(String name, String source) {
        String known = Settings.options().stream().map(Option::name).sorted().collect(Collectors.joining(", "));
        return new PubSubException(
                ErrorCode.CONFIGURATION_INVALID,
                "'" + name + "', set by " + source + ", is no option; there are: " + known);
    }

    /** Returns the environment variable of an option: FANFARE_QUEUE_MESSAGES for queue.messages. */
    static String variable(Option<?> option) {
        return "FANFARE_"
                + option.name().toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    private static void put(Map<Option<?>, Object> values, Option<?> option, String text, String source) {
        try {
            values.put(option, option.parse(text));
        } catch (PubSubException e) {
            throw new PubSubException(ErrorCode.CONFIGURATION_INVALID, source + ": " + e.getMessage(), e);
        }
    }

    private static @Nullable URL file() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? ClassLoader.getSystemResource(FILE) : context.getResource(FILE);
    }

    private static Properties load(URL file) {
        Properties properties = new Properties();
        try (InputStream in = file.openStream()) {
            properties.load(in);
        } catch (IOException | IllegalArgumentException e) {
            throw new PubSubException(ErrorCode.CONFIGURATION_INVALID, file + " cannot be read: " + e, e);
        }
        return properties;
    }
}
