package io.fanfare.faults;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** The events of one socket, told to its connection and to the streams out of and into it. */
final class Relay extends ChannelInboundHandlerAdapter {
    private static final Logger LOGGER = System.getLogger(Relay.class.getName());

    private final Connection connection;
    private final Flow from;
    private final Flow into;

    Relay(Connection connection, Flow from, Flow into) {
        this.connection = connection;
        this.from = from;
        this.into = into;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        from.read((ByteBuf) message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        from.readDone();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        into.pump();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        // a reset looks like an end of the stream too, after the socket was closed for it
        if (event == ChannelInputShutdownEvent.INSTANCE && context.channel().isOpen()) {
            from.end();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        connection.gone(context.channel());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOGGER.log(Level.DEBUG, "The socket " + context.channel() + " broke", cause);
        ChannelFuture unused = context.close();
    }
}
