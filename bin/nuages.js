#!/usr/bin/env node
/* Launcher: in, the command line and any Node there is; out, nuages, or one line that says what is missing.
   Written in the oldest syntax, and CommonJS (bin/package.json), so that an old Node can read it and say so. */
'use strict';

var fs = require('fs');
var path = require('path');

var root = path.join(__dirname, '..');
var wanted = [22, 18];

/* A checkout runs its sources; the published package has only the compiled ones. */
function findEntry() {
  var source = path.join(root, 'src', 'cli.ts');
  return fs.existsSync(source) ? source : path.join(root, 'dist', 'cli.js');
}

function isRecent(version) {
  var parts = version.split('.').map(Number);
  return parts[0] > wanted[0] || (parts[0] === wanted[0] && parts[1] >= wanted[1]);
}

function refuse(message) {
  process.stderr.write('nuages: ' + message + '\n');
  process.exit(1);
}

/* The checkout brings a Node of its own for machines that have an older one. A terminal sends Ctrl-C to both processes;
   any other sender only knows this one, so the signal is handed on. */
function runWith(node) {
  var child = require('child_process').spawn(node, [__filename].concat(process.argv.slice(2)), { stdio: 'inherit' });
  ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'].forEach(function (name) {
    process.on(name, function () {
      if (name !== 'SIGINT' || !process.stdin.isTTY) child.kill(name);
    });
  });
  child.on('error', function (error) {
    refuse('could not run ' + node + ': ' + error.message);
  });
  child.on('exit', function (code, signal) {
    process.exit(signal ? 128 + require('os').constants.signals[signal] : code);
  });
}

function run() {
  var own = path.join(root, 'node_modules', '.bin', 'node');
  var recent = isRecent(process.versions.node);
  if (process.platform === 'win32') {
    return refuse('runs on Linux and macOS; on Windows run it inside WSL (wsl --install, then type the same there).');
  }
  if (!recent && fs.existsSync(own) && fs.realpathSync(own) !== fs.realpathSync(process.execPath)) return runWith(own);
  if (!recent) {
    return refuse(
      'needs Node.js >= ' + wanted.join('.') + '; ' + process.version + ' is running (' + process.execPath + ').'
    );
  }
  require('module').enableCompileCache();
  require(findEntry()).main(process.argv.slice(2));
}

run();
