"""Stops the notebook instance after IDLE_MINUTES without work, so that a forgotten instance stops costing money.

Work is what Jupyter's own API tells: a kernel that is busy, and the last activity of kernels and terminals. The
sidebar's session does not count, because it asks by itself. No answer is no proof of idleness: then nothing stops.
"""

import glob
import json
import os
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from datetime import datetime

SIDEBAR = 'tables-and-jobs'  # the type of its session
STATE = '/home/ec2-user/SageMaker/.snowflake-sagemaker/state.json'
INSTANCE = '/opt/ml/metadata/resource-metadata.json'
# Where Jupyter listens on a notebook instance, if its own files do not tell.
USUAL = {'url': 'https://localhost:8443/', 'token': ''}


def servers():
    files = glob.glob(os.path.expanduser('~/.local/share/jupyter/runtime/jpserver-*.json'))
    running = [json.load(open(file)) for file in files]
    return [server for server in running if os.path.exists(f'/proc/{server["pid"]}')] or [USUAL]


def ask(server, what):
    # The certificate is Jupyter's own, and the request does not leave this machine.
    context = ssl._create_unverified_context()
    headers = {'Authorization': f'token {server["token"]}'}
    request = urllib.request.Request(f'{server["url"]}api/{what}', headers=headers)
    try:
        return json.load(urllib.request.urlopen(request, timeout=10, context=context))
    except urllib.error.HTTPError as error:
        if what == 'terminals' and error.code == 404:
            return []  # Terminals are switched off.
        raise


def seconds(text):
    return datetime.fromisoformat(text.replace('Z', '+00:00')).timestamp()


def last_work(server):
    hidden = {session['kernel']['id'] for session in ask(server, 'sessions') if session['type'] == SIDEBAR}
    kernels = [kernel for kernel in ask(server, 'kernels') if kernel['id'] not in hidden]
    if any(kernel['execution_state'] == 'busy' for kernel in kernels):
        return time.time()
    return max((seconds(one['last_activity']) for one in kernels + ask(server, 'terminals')), default=0)


def end_of_installation():
    return os.path.getmtime(STATE) if os.path.exists(STATE) else 0


def stop():
    with open(INSTANCE) as file:
        instance = json.load(file)
    name, region = instance['ResourceName'], instance['ResourceArn'].split(':')[3]
    command = ['aws', 'sagemaker', 'stop-notebook-instance', '--notebook-instance-name', name, '--region', region]
    subprocess.run(command, check=True)
    print(f'Stopped {name}.', flush=True)


def main():
    with open('/opt/snowflake-sagemaker/settings.env') as file:
        settings = dict(line.rstrip('\n').split('=', 1) for line in file if '=' in line)
    limit = float(settings['IDLE_MINUTES']) * 60
    started = time.time()
    while True:
        time.sleep(min(60, limit / 4))
        try:
            worked = max(started, end_of_installation(), *(last_work(server) for server in servers()))
            if time.time() - worked >= limit:
                stop()
                return
        except Exception as error:
            print(f'Not stopped: {error}', flush=True)


main()
