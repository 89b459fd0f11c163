package io.fanfare;

import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Option;
import io.fanfare.spi.PubSubException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file whose first line is a secret. */
final class SecretFile {
    private SecretFile() {}

    /**
     * Reads the secret, without the end of its line.
     *
     * @param option what names the file
     */
    static String read(Option<String> option, Path file) {
        try {
            return Files.readString(file)
                    .lines()
                    .findFirst()
                    .filter(line -> !line.isEmpty())
                    .orElseThrow(() ->
                            new PubSubException(ErrorCode.CONFIGURATION_INVALID, option + " " + file + " is empty"));
        } catch (IOException e) {
            throw new PubSubException(
                    ErrorCode.CONFIGURATION_INVALID, option + " " + file + " cannot be read: " + e, e);
        }
    }
}
