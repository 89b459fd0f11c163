package io.fanfare.integration.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports.Binding;
import io.fanfare.embedded.EmbeddedTls;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/** Redis in a container, at a port of this host that stays the same whatever happens to the container. */
final class RedisContainer extends GenericContainer<RedisContainer> {
    private static final int PORT = 6379;
    private static final int READABLE_BY_ALL = 0644;
    private static final int PATIENCE_MILLIS = 10_000;

    private final List<String> arguments =
            new ArrayList<>(List.of("--protected-mode", "no", "--save", "", "--repl-diskless-sync-delay", "0"));
    private final int hostPort = freePort();
    private boolean tls;

    RedisContainer() {
        super(DockerImageName.parse(Engine.image()));
        if (Engine.imageIsLocal()) {
            withImagePullPolicy(image -> false);
        }
        withCreateContainerCmdModifier(create -> create.withExposedPorts(ExposedPort.tcp(PORT))
                .getHostConfig()
                .withPortBindings(new PortBinding(Binding.bindPort(hostPort), ExposedPort.tcp(PORT))));
        // not by a shell in the container: an image need not have one
        waitingFor(Wait.forLogMessage(".*Ready to accept connections.*", 1));
    }

    /** Makes it speak TLS, and nothing else. */
    RedisContainer with(EmbeddedTls certificates) {
        tls = true;
        certificates
                .serverFiles()
                .forEach((name, pem) -> withCopyToContainer(Transferable.of(pem, READABLE_BY_ALL), "/data/" + name));
        arguments.addAll(List.of("--port", "0", "--tls-port", String.valueOf(PORT)));
        arguments.addAll(certificates.serverArguments());
        return this;
    }

    RedisContainer with(String... more) {
        arguments.addAll(List.of(more));
        return this;
    }

    @Override
    protected void configure() {
        setCommand(arguments.toArray(String[]::new));
    }

    String uri() {
        return (tls ? "rediss://" : "redis://") + getHost() + ":" + hostPort;
    }

    private DockerClient engine() {
        return getDockerClient();
    }

    /** Stops every process in the container: connections stay open and nothing is answered. */
    void pause() {
        engine().pauseContainerCmd(getContainerId()).exec();
    }

    void unpause() {
        engine().unpauseContainerCmd(getContainerId()).exec();
    }

    /** Ends Redis with SIGKILL. */
    void kill() {
        engine().killContainerCmd(getContainerId()).withSignal("KILL").exec();
        Awaitility.await().until(() -> !isRunning());
    }

    /** Starts the killed container again. */
    void startAgain() {
        engine().startContainerCmd(getContainerId()).exec();
    }

    /** Takes the container from its network: nothing reaches it. */
    void disconnect(Network network) {
        engine().disconnectFromNetworkCmd()
                .withNetworkId(network.getId())
                .withContainerId(getContainerId())
                .withForce(true)
                .exec();
    }

    void connect(Network network) {
        engine().connectToNetworkCmd()
                .withNetworkId(network.getId())
                .withContainerId(getContainerId())
                .exec();
    }

    /** Sends an inline command without TLS and returns the lines that come back within the first answer. */
    String call(String command) throws IOException {
        try (Socket socket = new Socket(getHost(), hostPort)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            String first = in.readLine();
            if (!first.startsWith("$")) {
                return first;
            }
            int left = Integer.parseInt(first.substring(1));
            char[] bulk = new char[left];
            for (int read = 0; read < left; ) {
                read += in.read(bulk, read, left - read);
            }
            return new String(bulk).lines().collect(Collectors.joining("\n"));
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("no free port", e);
        }
    }
}
