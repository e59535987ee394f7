# OpenStack Swift with its S3 door, whole and for real, in one process on loopback: the S3 server that the object store is tested against.
# Debian's python3-swift; ask for it by `swift-server.ts`. Arguments: folder, access key (account:user), secret key.
# Prints its port when it is up.
import eventlet

eventlet.monkey_patch()

import logging
import os
import sys

from eventlet import wsgi
from swift.common import utils
from swift.common.ring import RingBuilder

folder, access_key, secret_key = sys.argv[1:4]
# Swift keeps the names of objects in extended attributes of their files.
os.setxattr(folder, 'user.curebook', b'asked')
account, user = access_key.split(':')


def write(name, text):
    path = os.path.join(folder, name)
    with open(path, 'w') as file:
        file.write(text)
    return path


# Swift refuses to hash paths without a salt of its own, which it otherwise reads from /etc.
utils.HASH_PATH_PREFIX, utils.HASH_PATH_SUFFIX = b'curebook', b'test'
utils.SWIFT_CONF_FILE = write('swift.conf', '[swift-hash]\nswift_hash_path_suffix = test\n')

from swift.common import storage_policy
from swift.common.wsgi import loadapp

storage_policy.reload_storage_policies()
devices = os.path.join(folder, 'devices')
os.makedirs(os.path.join(devices, 'one'), exist_ok=True)
sockets = {kind: eventlet.listen(('127.0.0.1', 0)) for kind in ('account', 'container', 'object', 'proxy')}

for kind in ('account', 'container', 'object'):
    builder = RingBuilder(part_power=2, replicas=1, min_part_hours=0)
    port = sockets[kind].getsockname()[1]
    builder.add_dev({'region': 1, 'zone': 1, 'ip': '127.0.0.1', 'port': port, 'device': 'one', 'weight': 1.0})
    builder.rebalance()
    builder.get_ring().save(os.path.join(folder, kind + '.ring.gz'))

BACK = """
[DEFAULT]
devices = {devices}
swift_dir = {folder}
mount_check = false
[pipeline:main]
pipeline = {kind}-server
[app:{kind}-server]
use = egg:swift#{kind}
fallocate_reserve = 0
"""
FRONT = """
[DEFAULT]
swift_dir = {folder}
[pipeline:main]
pipeline = catch_errors listing_formats s3api tempauth proxy-server
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:s3api]
use = egg:swift#s3api
allow_multipart_uploads = false
[filter:tempauth]
use = egg:swift#tempauth
user_{account}_{user} = {secret_key} .admin
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
"""


class Remembered(dict):
    """What Swift asks of memcached, which one process does not need: nothing is ever older than the last write here."""

    def __bool__(self):
        return True

    def get(self, key, **_):
        return super().get(key)

    def set(self, key, value, **_):
        self[key] = value

    def delete(self, key, **_):
        self.pop(key, None)

    def incr(self, key, delta=1, **_):
        self[key] = self.get(key, 0) + delta
        return self[key]


remembered = Remembered()


def serve(kind, text):
    app = loadapp(write(kind + '.conf', text.format(**globals())))

    def with_cache(environ, start_response):
        environ['swift.cache'] = remembered
        return app(environ, start_response)

    return eventlet.spawn(wsgi.server, sockets[kind], with_cache, log=logging.getLogger('wsgi'), log_output=False)


for kind in ('account', 'container', 'object'):
    serve(kind, BACK)
kind = 'proxy'
last = serve(kind, FRONT)
print(sockets['proxy'].getsockname()[1], flush=True)
last.wait()
