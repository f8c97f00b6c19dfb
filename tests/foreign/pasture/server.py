"""The six actors of fediverse-pasture, as its verify_actor serves them, bound to loopback.

alice neither signs nor asks for signatures; bob signs, and his inbox takes signed activities
alone; claire shows even her actor to signed requests alone. dean, emily and frank are the
same without WebFinger. `/control/…` runs the tool's verification of an actor, lets one of
them send an activity, and tells what their inboxes took.
"""

import asyncio
import sys

import aiohttp
from hypercorn.asyncio import serve
from hypercorn.config import Config
from quart import Quart, request

from fediverse_pasture.data_provider import bovine_actor_for_actor_data
from fediverse_pasture.data_provider.generate import generate_one_actor, generate_possible_actors
from fediverse_pasture.server import BlueprintForActors
from fediverse_pasture.server.verify_actor import ActorVerifier
from fediverse_pasture.types import Message

taken = []


async def take(activity):
    taken.append(activity)


def build(domain):
    app = Quart(__name__)
    actors = generate_possible_actors() + [generate_one_actor()]
    app.register_blueprint(BlueprintForActors(actors, on_inbox=take).blueprint)

    @app.post("/control/verify")
    async def verify():
        ask = await request.get_json()
        message = Message()
        verifier = ActorVerifier(
            actor_list=actors,
            remote_uri=ask["actor"],
            message=message,
            domain=domain,
            timeout=120,
        )
        result = await verifier.verify()
        return {"result": result, "messages": message.response}

    @app.post("/control/send")
    async def send():
        ask = await request.get_json()
        data = next(one for one in actors if one.actor_name == ask["as"])
        actor, _ = bovine_actor_for_actor_data(f"http://{domain}/{ask['as']}", data)
        async with aiohttp.ClientSession() as session:
            await actor.init(session=session)
            try:
                response = await actor.post(ask["inbox"], data=ask["activity"])
                return {"status": response.status}
            except aiohttp.ClientResponseError as error:
                return {"status": error.status}

    @app.post("/control/state")
    async def state():
        return {"taken": taken}

    return app


async def main():
    # A socket that listens already, so that the port is nobody else's.
    import socket

    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    domain = f"127.0.0.1:{listening.getsockname()[1]}"
    config = Config()
    config.bind = [f"fd://{listening.fileno()}"]
    app = build(domain)
    print(f"listening on http://{domain}", flush=True)
    # Whoever started this server holds its standard input: it ends with them.
    loop = asyncio.get_running_loop()
    ended = loop.run_in_executor(None, sys.stdin.read)
    await serve(app, config, shutdown_trigger=lambda: ended)


asyncio.run(main())
