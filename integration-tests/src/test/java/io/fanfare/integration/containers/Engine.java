package io.fanfare.integration.containers;

import com.github.dockerjava.api.exception.NotFoundException;
import java.util.Objects;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;

/** What the tests of this package need of the machine: a container engine, and the image of Redis. */
final class Engine {
    /** The image that {@code .ci/containers} builds; there is no registry to pull it from. */
    static final String LOCAL_IMAGE = "localhost/fanfare-redis:7.0.15";

    private Engine() {}

    static String image() {
        return System.getProperty("fanfare.containers.image", LOCAL_IMAGE);
    }

    static boolean imageIsLocal() {
        return image().startsWith("localhost/");
    }

    /** Fails with a sentence when something is missing. */
    static void require() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            throw new IllegalStateException("There is no container engine: nothing answers at DOCKER_HOST="
                    + Objects.requireNonNullElse(System.getenv("DOCKER_HOST"), "(not set)")
                    + " and no other Docker socket was found. Install and start Docker, or on Debian run"
                    + " eval \"$(.ci/containers)\" as root, which installs podman, builds an image of Redis and starts"
                    + " podman's service; then run ./mvnw verify -Pcontainers again.");
        }
        if (imageIsLocal() && !isThere(image())) {
            throw new IllegalStateException("The container engine has no image " + image()
                    + ", which is in no registry: build it by eval \"$(.ci/containers)\", or name another one,"
                    + " such as -Dfanfare.containers.image=redis:8.");
        }
    }

    private static boolean isThere(String image) {
        try {
            return Optional.ofNullable(DockerClientFactory.instance()
                            .client()
                            .inspectImageCmd(image)
                            .exec())
                    .isPresent();
        } catch (NotFoundException missing) {
            return false;
        }
    }

    /** Tells on standard output what is missing, and ends with 1 if something is: for {@link NoEngineIT}. */
    public static void main(String[] arguments) {
        try {
            require();
        } catch (IllegalStateException missing) {
            System.out.println(missing.getMessage());
            System.exit(1);
        }
    }
}
