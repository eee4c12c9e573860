package io.github.dmsrec.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Sends requests when they are due, whatever the server does, and measures from then: a server that stalls makes all requests
 * of that time late, as it does for visitors (no coordinated omission).
 *
 * <p>The calling thread sends, one other receives. Connections stay open between runs; the one used last is used first. Those
 * that nothing needed for some seconds are closed before a server would. One run at a time.
 */
public final class LoadGenerator implements AutoCloseable {

    private static final long SWEEP_MILLIS = 100;
    private static final long IDLE_NANOS = 5_000_000_000L;
    private static final int READ_BYTES = 1 << 16;

    private final InetSocketAddress server;
    private final LongSupplier processorNanos;
    private final Selector selector;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private final Set<Connection> busy = new HashSet<>();
    private final ByteBuffer incoming = ByteBuffer.allocate(READ_BYTES);
    private final Thread receiver;
    private volatile Tally tally = new Tally();
    private volatile long timeoutNanos = Long.MAX_VALUE;
    private volatile boolean closed;

    /**
     * A generator for a server.
     *
     * @param processorNanos gives the processor time that this process has taken
     */
    public LoadGenerator(InetSocketAddress server, LongSupplier processorNanos) throws IOException {
        this.server = server;
        this.processorNanos = processorNanos;
        this.selector = Selector.open();
        this.receiver = new Thread(this::receive, "load: receiver");
        receiver.setDaemon(true);
        receiver.start();
    }

    /** Sends all requests of a plan and waits until each is answered or given up. */
    public LoadReport run(LoadPlan plan, RequestSource requests) {
        Tally counts = new Tally();
        tally = counts;
        timeoutNanos = (long) (plan.timeoutSeconds() * 1e9);
        Arrivals arrivals = plan.arrivals().at(plan.rate(), plan.seed());
        long length = (long) (plan.seconds() * 1e9);
        long processor = processorNanos.getAsLong();
        long begin = System.nanoTime();
        for (long at = arrivals.next(); at < length; at = arrivals.next()) {
            long due = begin + at;
            long now = waitUntil(due);
            counts.due(now - due);
            send(requests.next(), due, now, plan.mostInFlight());
        }
        waitUntil(begin + length);
        while (inFlight() > 0) {
            LockSupport.parkNanos(1_000_000);
        }
        return counts.report(plan, begin, processorNanos.getAsLong() - processor);
    }

    private static long waitUntil(long time) {
        long now = System.nanoTime();
        while (now < time) {
            LockSupport.parkNanos(time - now);
            now = System.nanoTime();
        }
        return now;
    }

    private int inFlight() {
        synchronized (idle) {
            return busy.size();
        }
    }

    private void send(ByteBuffer request, long due, long now, int mostInFlight) {
        Connection connection;
        synchronized (idle) {
            if (busy.size() >= mostInFlight) {
                tally.missed(Miss.DROPPED, mostInFlight + " requests were under way");
                return;
            }
            connection = idle.pollLast();
            if (connection != null) {
                connection.take(request, due, now);
                busy.add(connection);
            }
        }
        if (connection == null) {
            sendAnew(request, due, now);
        } else {
            write(connection, request);
        }
    }

    private void sendAnew(ByteBuffer request, long due, long now) {
        Connection connection;
        try {
            connection = new Connection(SocketChannel.open());
        } catch (IOException e) {
            tally.missed(Miss.REFUSED, e.toString());
            return;
        }
        connection.take(request, due, now);
        synchronized (idle) {
            busy.add(connection);
        }
        try {
            SocketChannel channel = connection.channel();
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            boolean connected = channel.connect(server);
            channel.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, connection);
            selector.wakeup();
            if (connected) {
                write(connection, request);
            }
        } catch (IOException e) {
            giveUp(connection, Miss.REFUSED, e.toString());
        }
    }

    /** Sends what can be sent now; the receiver sends the rest. */
    private void write(Connection connection, ByteBuffer request) {
        try {
            connection.channel().write(request);
            if (request.hasRemaining()) {
                SelectionKey key = connection.channel().keyFor(selector);
                if (key != null) {
                    key.interestOpsOr(SelectionKey.OP_WRITE);
                    selector.wakeup();
                }
            }
        } catch (IOException e) {
            giveUp(connection, Miss.CLOSED, e.toString());
        }
    }

    private void receive() {
        long swept = System.nanoTime();
        try {
            while (!closed) {
                selector.select(this::handle, SWEEP_MILLIS);
                long now = System.nanoTime();
                if (now - swept > SWEEP_MILLIS * 1_000_000) {
                    swept = now;
                    sweep(now);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the generator cannot wait for answers", e);
        }
    }

    private void handle(SelectionKey key) {
        Connection connection = (Connection) key.attachment();
        try {
            if (key.isValid() && key.isConnectable()) {
                connect(connection, key);
            }
            if (key.isValid() && key.isWritable()) {
                finishRequest(connection, key);
            }
            if (key.isValid() && key.isReadable()) {
                read(connection);
            }
        } catch (CancelledKeyException e) {
            // The sender gave the connection up meanwhile, and has counted it.
            return;
        }
    }

    private void connect(Connection connection, SelectionKey key) {
        try {
            connection.channel().finishConnect();
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        } catch (IOException e) {
            giveUp(connection, Miss.REFUSED, e.toString());
        }
    }

    private void finishRequest(Connection connection, SelectionKey key) {
        ByteBuffer request = connection.request();
        try {
            if (request != null) {
                connection.channel().write(request);
            }
            if (request == null || !request.hasRemaining()) {
                key.interestOps(SelectionKey.OP_READ);
            }
        } catch (IOException e) {
            giveUp(connection, Miss.CLOSED, e.toString());
        }
    }

    private void read(Connection connection) {
        ResponseParser response = connection.response();
        try {
            incoming.clear();
            int count = connection.channel().read(incoming);
            incoming.flip();
            if (connection.request() == null) {
                // The server closes an idle connection, which is its right, or talks without being asked.
                closeIdle(connection);
            } else if (count < 0 ? response.endOfConnection() : response.feed(incoming)) {
                answered(connection, response, count < 0 || incoming.hasRemaining());
            } else if (count < 0) {
                giveUp(connection, response.hasBegun() ? Miss.CUT : Miss.CLOSED, "the server closed the connection");
            }
        } catch (ProtocolException e) {
            giveUp(connection, Miss.GARBLED, e.toString());
        } catch (IOException e) {
            giveUp(connection, response.hasBegun() ? Miss.CUT : Miss.CLOSED, e.toString());
        }
    }

    private void answered(Connection connection, ResponseParser response, boolean unusable) throws IOException {
        long now = System.nanoTime();
        boolean keep = response.keepsAlive() && !unusable;
        synchronized (idle) {
            if (!busy.remove(connection)) {
                return;
            }
            tally.answered(response, now - connection.due(), now);
            connection.free(now);
            if (keep) {
                idle.addLast(connection);
            }
        }
        if (!keep) {
            connection.channel().close();
        }
    }

    private void closeIdle(Connection connection) throws IOException {
        synchronized (idle) {
            // A request that was taken just now stays with the connection, and fails where it is written or read.
            if (!idle.remove(connection)) {
                return;
            }
        }
        connection.channel().close();
    }

    /** Counts a request as missed, unless another thread has, and closes its connection. */
    private void giveUp(Connection connection, Miss reason, String why) {
        synchronized (idle) {
            idle.remove(connection);
            if (busy.remove(connection)) {
                tally.missed(reason, why);
            }
        }
        try {
            connection.channel().close();
        } catch (IOException e) {
            throw new UncheckedIOException("a connection cannot be closed", e);
        }
    }

    /** Gives up what takes too long, and closes what nothing needs. */
    private void sweep(long now) {
        List<Connection> late = new ArrayList<>();
        List<Connection> unused = new ArrayList<>();
        synchronized (idle) {
            for (Connection connection : busy) {
                if (now - connection.since() > timeoutNanos) {
                    late.add(connection);
                }
            }
            while (!idle.isEmpty() && now - idle.peekFirst().since() > IDLE_NANOS) {
                unused.add(idle.pollFirst());
            }
        }
        late.forEach(connection -> giveUp(connection, Miss.TIMEOUT, "no answer in time"));
        unused.forEach(connection -> giveUp(connection, Miss.CLOSED, "unused"));
    }

    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
        try {
            receiver.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
