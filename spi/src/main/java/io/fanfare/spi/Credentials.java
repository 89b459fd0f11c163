package io.fanfare.spi;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A user name and password. Never prints the password. */
public final class Credentials {
    private final @Nullable String username;
    private final String password;

    private Credentials(@Nullable String username, String password) {
        this.username = username;
        this.password = password;
    }

    /** Returns credentials for an ACL user, or for the default user when {@code username} is null. */
    public static Credentials of(@Nullable String username, String password) {
        return new Credentials(username, password);
    }

    /** Returns the ACL user; null for the default user. */
    public @Nullable String username() {
        return username;
    }

    /** Returns the password in clear. */
    public String password() {
        return password;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Credentials that
                && Objects.equals(username, that.username)
                && password.equals(that.password);
    }

    @Override
    public int hashCode() {
        return Objects.hash(username, password);
    }

    @Override
    public String toString() {
        return (username == null ? "default" : username) + ":***";
    }
}
