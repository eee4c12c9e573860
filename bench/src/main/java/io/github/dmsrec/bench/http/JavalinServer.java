package io.github.dmsrec.bench.http;

import io.javalin.Javalin;

/** Javalin, on Jetty's servlets and with a thread for each request. */
final class JavalinServer {

    private JavalinServer() {}

    static int start(String host) {
        byte[] answer = EmptyAnswer.bytes();
        return Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    config.routes.get(EmptyAnswer.READY, context -> context.result("ready"));
                    config.routes.post(EmptyAnswer.PATH, context -> {
                        context.bodyAsBytes();
                        context.contentType(EmptyAnswer.TYPE).result(answer);
                    });
                })
                .start(host, 0)
                .port();
    }
}
