package io.fanfare;

import io.fanfare.spi.Credentials;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Option;
import io.fanfare.spi.PubSubException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where the user and password of a client come from: the keys, else the URI. */
final class PasswordSource {
    private PasswordSource() {}

    /** Returns what supplies the credentials; null if there are none. */
    static @Nullable Supplier<Credentials> of(Settings settings) {
        Credentials inUri = settings.endpoint().credentials();
        String username = settings.find(ClientSettings.USERNAME);
        if (username == null && inUri != null) {
            username = inUri.username();
        }
        String password = settings.find(ClientSettings.PASSWORD);
        if (password == null && inUri != null) {
            password = inUri.password();
        }
        return of("", username, password, ClientSettings.PASSWORD_FILE, settings.find(ClientSettings.PASSWORD_FILE));
    }

    /** Returns what supplies the credentials at Sentinels; null if there are none. */
    static @Nullable Supplier<Credentials> ofSentinels(Settings settings) {
        return of(
                "sentinel.",
                settings.find(TopologySettings.SENTINEL_USERNAME),
                settings.find(TopologySettings.SENTINEL_PASSWORD),
                TopologySettings.SENTINEL_PASSWORD_FILE,
                settings.find(TopologySettings.SENTINEL_PASSWORD_FILE));
    }

    private static @Nullable Supplier<Credentials> of(
            String keys,
            @Nullable String user,
            @Nullable String password,
            Option<String> option,
            @Nullable String file) {
        if (file != null) {
            Path path = Path.of(file);
            return () -> Credentials.of(user, SecretFile.read(option, path));
        }
        if (password == null) {
            if (user != null) {
                throw new PubSubException(
                        ErrorCode.CONFIGURATION_INVALID,
                        keys + "username " + user + " is set without a password; set " + keys + "password or " + keys
                                + "password-file");
            }
            return null;
        }
        Credentials credentials = Credentials.of(user, password);
        return () -> credentials;
    }
}
